import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Makes an empty directory, which is removed when the test ends. */
export function makeTemporaryDirectory(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'create-hooklane-')));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

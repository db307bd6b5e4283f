import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type AlarmArtifact, alarmArtifact } from '../../src/artifact.ts';

const packages = fileURLToPath(new URL('../../../', import.meta.url));
const zipPath = join(packages, 'ops/dist/function/alarms.zip');
const bundled = ['core/src', 'ops/build', 'ops/src', 'signature/src'] as const;

/** The artifact, built where it is missing or older than what it is made of. */
export async function builtAlarmArtifact(): Promise<AlarmArtifact> {
  const builtAt = await stat(zipPath).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  const changedAt = await Promise.all(bundled.map((path) => newestIn(join(packages, path))));
  if (Math.max(...changedAt) > builtAt) {
    const script = join(packages, 'ops/build/build-lambda.ts');
    await promisify(execFile)(process.execPath, [script]);
  }
  return await alarmArtifact();
}

async function newestIn(directory: string): Promise<number> {
  const names = await readdir(directory, { recursive: true });
  const times = await Promise.all(
    names.map(async (name) => (await stat(join(directory, name))).mtimeMs),
  );
  return Math.max(...times);
}

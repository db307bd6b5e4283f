import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readDevFile, removeDevFile, writeDevFile } from '../../src/dev/dev-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'hooklane-dev-file-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const address = {
  url: 'http://127.0.0.1:1',
  token: 't',
  sqsEndpoint: 'http://127.0.0.1:2',
  pid: 7,
};

describe('the address of a `hooklane dev`', () => {
  it('can be read by its owner only, and is gone once it was removed', () => {
    expect(readDevFile(directory)).toBeUndefined();
    writeDevFile(directory, { ...address, token: 'old' });
    writeDevFile(directory, address);
    expect(readDevFile(directory)).toEqual(address);
    expect(statSync(join(directory, 'dev.json')).mode & 0o777).toBe(0o600);
    removeDevFile(directory);
    removeDevFile(directory);
    expect([readDevFile(directory), readdirSync(directory)]).toEqual([undefined, []]);
  });

  it.each(['', '{"url":', 'null', '{}', '{"url":"x","token":"t","sqsEndpoint":"y"}'])(
    'is none when the file holds %j',
    (text) => {
      writeFileSync(join(directory, 'dev.json'), text);
      expect(readDevFile(directory)).toBeUndefined();
      removeDevFile(directory);
    },
  );

  it('is refused in a data directory that is a file', () => {
    const path = join(directory, 'plain');
    writeFileSync(path, '');
    expect(() => readDevFile(path)).toThrow(
      expect.objectContaining({
        message: `${path} is no directory. Choose another directory with --data-dir`,
        exitCode: 2,
      }),
    );
    rmSync(path);
  });
});

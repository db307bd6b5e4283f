import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
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
});

import { describe, expect, it } from 'vitest';
import { unzip } from '../setup/lambda-runtime.ts';
import { makeZip } from './make-zip.ts';

function textsOf(zip: Uint8Array): readonly (readonly [string, string])[] {
  return unzip(zip).map(({ path, content }) => [path, Buffer.from(content).toString()] as const);
}

describe('unzip', () => {
  it.each([true, false])('returns the files as they were packed, deflated: %s', (isDeflated) => {
    const zip = makeZip({ 'index.mjs': 'export {}', 'lib/ä.txt': '' }, { isDeflated });
    expect(textsOf(zip)).toEqual([
      ['index.mjs', 'export {}'],
      ['lib/ä.txt', ''],
    ]);
  });

  it('keeps the permission bits', () => {
    expect(unzip(makeZip({ run: '' }, { mode: 0o755 }))[0]?.mode).toBe(0o755);
  });

  it('leaves directories out', () => {
    expect(textsOf(makeZip({ 'lib/': '', 'lib/a': 'a' }))).toEqual([['lib/a', 'a']]);
  });

  it('reads a zip in the middle of a buffer, with a comment', () => {
    const zip = makeZip({ a: 'b' });
    const around = Buffer.concat([Buffer.alloc(7), zip, Buffer.from('comment')]);
    expect(textsOf(around.subarray(7))).toEqual([['a', 'b']]);
  });

  it.each([0o600, 0])("refuses what Lambda's user could not read: mode %o", (mode) => {
    expect(() => unzip(makeZip({ 'index.mjs': '' }, { mode }))).toThrow(/could not read/);
  });

  it.each(['../a', '/a', 'b/../../a', '..\\a'])('refuses the path %j', (path) => {
    expect(() => unzip(makeZip({ [path]: '' }))).toThrow(/outside of its own directory/);
  });

  it('refuses a file whose checksum does not fit', () => {
    const zip = Buffer.from(makeZip({ a: 'abcdef' }, { isDeflated: false }));
    zip[zip.indexOf('abcdef')] = 0;
    expect(() => unzip(zip)).toThrow(/checksum of a/);
  });

  it.each([new Uint8Array(), new Uint8Array(100)])('refuses what is no zip', (bytes) => {
    expect(() => unzip(bytes)).toThrow(/Not a zip archive/);
  });
});

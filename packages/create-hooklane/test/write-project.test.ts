import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDirectory, writeProject } from '../src/write-project.ts';
import { makeTemporaryDirectory } from './support/temporary-directory.ts';

const files = new Map([
  ['README.md', 'readme'],
  ['src/deep/main.ts', 'main'],
]);

describe('the directory of a project', () => {
  it('may be missing, empty, or hold a repository alone', () => {
    const directory = makeTemporaryDirectory();
    checkDirectory(join(directory, 'missing'), { force: false, files });
    checkDirectory(directory, { force: false, files });
    mkdirSync(join(directory, '.git'));
    checkDirectory(directory, { force: false, files });
  });

  it('is refused when it is not empty', () => {
    const directory = makeTemporaryDirectory();
    for (const name of ['a', 'b', 'c', 'd']) writeFileSync(join(directory, name), '');
    expect(() => checkDirectory(directory, { force: false, files })).toThrow(
      `${directory} is not empty: a, b, c and 1 more. Choose another directory, or --force to write beside what is there`,
    );
  });

  it('is taken by force, unless a file would be overwritten', () => {
    const directory = makeTemporaryDirectory();
    writeFileSync(join(directory, 'LICENSE'), '');
    checkDirectory(directory, { force: true, files });
    writeFileSync(join(directory, 'README.md'), 'mine');
    expect(() => checkDirectory(directory, { force: true, files })).toThrow(
      `Nothing is overwritten, --force or not, and in ${directory} there is README.md. Move it away`,
    );
  });

  it('is refused when it is a file', () => {
    const path = join(makeTemporaryDirectory(), 'file');
    writeFileSync(path, '');
    expect(() => checkDirectory(path, { force: true, files })).toThrow(
      `${path} is a file. Choose another directory`,
    );
  });
});

describe('a project', () => {
  it('is written with its folders', () => {
    const directory = join(makeTemporaryDirectory(), 'new', 'shop');
    writeProject(directory, files);
    expect(readFileSync(join(directory, 'src/deep/main.ts'), 'utf8')).toBe('main');
  });

  it('is not there in part when something is in its way', () => {
    const directory = makeTemporaryDirectory();
    mkdirSync(join(directory, 'src'));
    writeFileSync(join(directory, 'src', 'deep'), 'a file where a folder should be');
    expect(() => writeProject(directory, files)).toThrow('deep');
    expect(readdirSync(directory, { recursive: true })).toEqual(['src', join('src', 'deep')]);
  });

  it('takes the folders away, too, that it made', () => {
    const parent = makeTemporaryDirectory();
    const clashing = new Map([
      ['a/b/c.txt', ''],
      ['a/b/c.txt/d.txt', ''],
    ]);
    expect(() => writeProject(join(parent, 'new', 'shop'), clashing)).toThrow('c.txt');
    expect(existsSync(join(parent, 'new'))).toBe(false);
  });

  it('overwrites nothing that came meanwhile', () => {
    const directory = makeTemporaryDirectory();
    writeFileSync(join(directory, 'README.md'), 'mine');
    expect(() => writeProject(directory, files)).toThrow('EEXIST');
    expect(readFileSync(join(directory, 'README.md'), 'utf8')).toBe('mine');
  });
});

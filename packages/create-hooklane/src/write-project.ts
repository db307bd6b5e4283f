import { mkdirSync, readdirSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProjectFiles } from './project-files.ts';
import { UsageError } from './usage-error.ts';

/** Whether a directory may hold something already. */
export interface WriteOptions {
  readonly force: boolean;
}

/** What may be in a directory that counts as empty: a repository that was just made, and what a desktop leaves there. */
const harmless = new Set(['.git', '.DS_Store', 'Thumbs.db']);

/**
 * Refuses a directory in which files are, and with `force` one in which a file of the project is. Tells whether there are others.
 *
 * @throws UsageError
 */
export function checkDirectory(
  directory: string,
  { force, files }: WriteOptions & { readonly files: ProjectFiles },
): boolean {
  const there = namesIn(directory).filter((name) => !harmless.has(name));
  if (there.length === 0) return false;
  if (!force) {
    throw new UsageError(
      `${directory} is not empty: ${listed(there)}. Choose another directory, or --force to write beside what is there`,
    );
  }
  const taken = [...files.keys()].filter((path) => isThere(join(directory, path)));
  if (taken.length === 0) return true;
  throw new UsageError(
    `Nothing is overwritten, --force or not, and in ${directory} there is ${listed(taken)}. Move it away`,
  );
}

/**
 * Writes a project: all of it, or nothing. No signal is looked at meanwhile, because it does not wait for anything.
 *
 * @throws what the file system has against it, after it took away what it wrote
 */
export function writeProject(directory: string, files: ProjectFiles): void {
  const undo: (() => void)[] = [];
  try {
    for (const [path, text] of files) {
      const absolute = join(directory, path);
      const made = mkdirSync(dirname(absolute), { recursive: true });
      if (made !== undefined) undo.push(() => removeEmpty(dirname(absolute), { downTo: made }));
      // `wx`: somebody may have written one since we looked.
      writeFileSync(absolute, text, { flag: 'wx' });
      undo.push(() => rmSync(absolute));
    }
  } catch (error) {
    for (const step of undo.toReversed()) step();
    throw error;
  }
}

/** Removes a directory, and those above it down to one that was made with it. */
function removeEmpty(directory: string, { downTo }: { readonly downTo: string }): void {
  rmdirSync(directory);
  if (directory !== downTo && directory.startsWith(downTo)) {
    removeEmpty(dirname(directory), { downTo });
  }
}

function namesIn(directory: string): readonly string[] {
  const status = statSync(directory, { throwIfNoEntry: false });
  if (status === undefined) return [];
  if (status.isDirectory()) return readdirSync(directory);
  throw new UsageError(`${directory} is a file. Choose another directory`);
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What a JSON file holds. */
export type JsonFile =
  | { readonly kind: 'missing' }
  /** What is wrong with it is not said: the words of the parser quote the file, which may hold a secret. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'read'; readonly value: unknown };

/** Reads a JSON file. */
export function readJsonFile(path: string): JsonFile {
  try {
    return { kind: 'read', value: JSON.parse(readFileSync(path, 'utf8')) };
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: 'broken' };
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return { kind: 'missing' };
    }
    throw error;
  }
}

/** Replaces a JSON file in one step, readable by its owner only. */
export function writeJsonFile(path: string, value: unknown): void {
  const next = `${path}.next`;
  writeFileSync(next, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(next, path);
}

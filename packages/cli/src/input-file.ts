import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CliError } from './cli-error.ts';

/** Which file is read, for which option. */
export interface InputFileOptions {
  /** Where a relative path begins. */
  readonly directory: string;
  /** `--data-file` */
  readonly option: string;
}

/**
 * Reads the file that an option names.
 *
 * @throws CliError when it cannot be read
 */
export async function readInputFile(
  path: string,
  { directory, option }: InputFileOptions,
): Promise<Buffer> {
  try {
    return await readFile(resolve(directory, path));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new CliError(`There is no file ${path}: check ${option}`);
    throw new CliError(`${path} of ${option} cannot be read: ${message}`);
  }
}

import { CliError } from '../cli-error.ts';

const reasons: Readonly<Record<string, string>> = {
  EEXIST: 'is no directory',
  ENOTDIR: 'is no directory',
  EACCES: 'is not yours to read and write',
  EPERM: 'is not yours to read and write',
  EROFS: 'is where nothing can be written',
};

/** Says what keeps a data directory from being used; `undefined` for an error of another kind. */
export function unusableDataDir(dataDir: string, error: unknown): CliError | undefined {
  const { code = '', path } = error as NodeJS.ErrnoException;
  const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  // A socket has such codes, too, and no path.
  if (reason === undefined || path === undefined) return undefined;
  return new CliError(`${dataDir} ${reason}. Choose another directory with --data-dir`);
}

import { statSync } from 'node:fs';
import { HooklaneError } from '@hooklane/core';

/**
 * Makes sure that a database is really on disk: old releases of fauxqs take a data directory and
 * ignore it.
 *
 * @throws HooklaneError `persistence_missing`
 */
export function assertWrittenFile(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() === true && stats.size > 0) return;
  throw new HooklaneError(
    'persistence_missing',
    `The embedded SQS does not write ${path}: what it accepts would be lost. Install the release of fauxqs that @hooklane/queue names, with Node 22.5 or newer`,
  );
}

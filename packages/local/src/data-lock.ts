import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { HooklaneError } from '@hooklane/core';

/** A data directory that belongs to this process until it is disposed of, or the process ends. */
export interface DataLock extends Disposable {}

// SQLITE_BUSY (https://sqlite.org/rescode.html#busy)
const busy = 5;

/**
 * Takes a data directory for this process: a second server on the same files would serve every
 * message twice. The lock is SQLite's own lock on a file, which the system releases however the
 * process ends, so that none is ever left behind.
 *
 * @throws HooklaneError `data_dir_in_use`
 */
export function lockDataDir(dataDir: string): DataLock {
  const database = new DatabaseSync(join(dataDir, 'lock.db'));
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    if (!isBusy(cause)) throw cause;
    throw new HooklaneError(
      'data_dir_in_use',
      `The data directory ${dataDir} is in use by another process. Stop that one, or choose another directory`,
    );
  }
  return {
    [Symbol.dispose]: () => {
      if (database.isOpen) database.close();
    },
  };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === busy;
}

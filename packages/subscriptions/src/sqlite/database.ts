import { DatabaseSync } from 'node:sqlite';
import { migrate, migrations } from './migrations.ts';

/** An open file, and how to change it. */
export interface Database {
  readonly connection: DatabaseSync;
  /** Runs `work` as a whole or not at all; alone among all processes. */
  transact<Result>(work: () => Result): Result;
}

/** What a write that has ended outlives: the loss of power, or any end of the process. */
export type Outlives = 'power_loss' | 'crash';

/** How long a process waits for another's transaction, in milliseconds. They take one or two. */
const busyTimeoutMs = 5_000;
/**
 * Pages of 4 KiB in the log from which on a checkpoint copies them. SQLite's own 1,000 make the process wait for the disk
 * ten times as often, and copy pages that change again (https://sqlite.org/pragma.html#pragma_wal_autocheckpoint).
 */
const checkpointPages = 10_000;

/**
 * Opens a database file, or one in memory, and brings it to the newest version.
 *
 * @throws HooklaneError `newer_store`
 */
export function openDatabase(path: string, outlives: Outlives = 'power_loss'): Database {
  const connection = new DatabaseSync(path);
  try {
    connection.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    connection.exec('PRAGMA journal_mode = WAL');
    // With FULL each transaction waits for the disk; with NORMAL, in WAL mode, only checkpoints do
    // (https://sqlite.org/pragma.html#pragma_synchronous).
    connection.exec(`PRAGMA synchronous = ${outlives === 'power_loss' ? 'FULL' : 'NORMAL'}`);
    connection.exec(`PRAGMA wal_autocheckpoint = ${checkpointPages}`);
    const database = { connection, transact: transactor(connection) };
    migrate(database, migrations);
    return database;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function transactor(connection: DatabaseSync): Database['transact'] {
  // Takes the lock at once: one that reads first and then writes fails when another wrote in between.
  const begin = connection.prepare('BEGIN IMMEDIATE');
  const commit = connection.prepare('COMMIT');
  return (work) => {
    begin.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      // SQLite ends some transactions by itself, as when the disk is full.
      if (connection.isTransaction) connection.exec('ROLLBACK');
      throw error;
    }
  };
}

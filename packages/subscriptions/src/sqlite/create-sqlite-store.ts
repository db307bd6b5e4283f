import { parseInput } from '@hooklane/core';
import * as z from 'zod/mini';
import type { SubscriptionStore } from '../subscription-store.ts';
import { type Outlives, openDatabase } from './database.ts';
import { eventMethods } from './events.ts';
import { healthMethods } from './health.ts';
import { hookMethods } from './hooks.ts';
import { purgeMethods } from './purge.ts';
import { resultMethods } from './results.ts';
import { subscriptionMethods } from './subscriptions.ts';

/** What {@link createSqliteStore} opens. */
export interface SqliteStoreOptions {
  /** A file, made when it is not there; its folder must be. `:memory:` for one that is gone when the store is closed. */
  readonly path: string;
  /**
   * What a write that has ended outlives. `crash`: any end of the process, `kill -9` included; the loss of power may
   * take the last seconds, and a busy disk holds up nobody.
   * @default 'power_loss': results that are stored are gone from their queue
   */
  readonly outlives?: Outlives | undefined;
}

const pathMessage = 'must be the path of a file, or :memory:';
const optionsSchema = z.strictObject(
  {
    path: z.string(pathMessage).check(z.minLength(1, pathMessage)),
    outlives: z.optional(z.enum(['power_loss', 'crash'], "must be 'power_loss' or 'crash'")),
  },
  'must be an object',
);

/**
 * Makes a {@link SubscriptionStore} in a file of SQLite, for one machine: several of its processes may open the same
 * file. Every call is done when it returns, and on disk; the process does nothing else meanwhile, which is a few
 * milliseconds, and up to five seconds while other processes write.
 *
 * @throws HooklaneError `invalid_options`; `newer_store` for a file that a newer version has written
 */
export function createSqliteStore(options: SqliteStoreOptions): SubscriptionStore {
  const { path, outlives } = parseInput(optionsSchema, options, {
    code: 'invalid_options',
    subject: 'SQLite store options',
  });
  const database = openDatabase(path, outlives);
  const close = async (): Promise<void> => {
    if (database.connection.isOpen) database.connection.close();
  };
  return {
    ...subscriptionMethods(database),
    ...eventMethods(database),
    ...hookMethods(database),
    ...resultMethods(database),
    ...healthMethods(database),
    ...purgeMethods(database),
    close,
    [Symbol.asyncDispose]: close,
  };
}

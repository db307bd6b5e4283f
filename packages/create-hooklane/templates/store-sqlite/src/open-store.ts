import type { SubscriptionStore } from '@hooklane/subscriptions';
import { createSqliteStore } from '@hooklane/subscriptions/sqlite';
import { stage } from './stage.ts';

/** Subscriptions, events and results, in a file: for as many processes as you like, on one machine. */
export function openStore(): SubscriptionStore {
  return createSqliteStore({ path: process.env['STORE_PATH'] ?? `hooklane-${stage}.db` });
}

import { HooklaneError } from '@hooklane/core';
import type { Database } from './database.ts';

/**
 * What brings a database from one version to the next; its version is how many of them it has. To change the tables, add
 * one: those that are here have run on files that exist.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE subscriptions (
    id TEXT PRIMARY KEY,
    partner_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    record TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX subscriptions_by_partner ON subscriptions (partner_id, id);

  CREATE TABLE events (
    id TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    partner_id TEXT,
    idempotency_key TEXT UNIQUE,
    created_at INTEGER NOT NULL,
    body TEXT
  ) STRICT;
  CREATE INDEX events_by_time ON events (created_at);
  CREATE INDEX events_with_body ON events (created_at) WHERE body IS NOT NULL;

  CREATE TABLE hooks (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    partner_id TEXT NOT NULL,
    url TEXT NOT NULL,
    type TEXT NOT NULL,
    status TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    last_attempt_at INTEGER,
    next_due_at INTEGER,
    last_status INTEGER,
    last_code TEXT
  ) STRICT;
  CREATE INDEX hooks_by_event ON hooks (event_id, id);
  CREATE INDEX hooks_by_status ON hooks (status, created_at, id);
  CREATE INDEX hooks_by_partner ON hooks (partner_id, status, created_at, id);
  CREATE INDEX hooks_by_subscription ON hooks (subscription_id, status, created_at, id);

  CREATE TABLE attempts (
    hook_id TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    subscription_id TEXT NOT NULL,
    is_failure INTEGER NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (hook_id, started_at)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX attempts_that_failed ON attempts (subscription_id, started_at) WHERE is_failure = 1;

  CREATE TABLE health (
    subscription_id TEXT PRIMARY KEY,
    successes INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    failing_since INTEGER,
    last_success_at INTEGER,
    last_failure_at INTEGER,
    warned_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX health_of_failing ON health (failing_since, subscription_id) WHERE failing_since IS NOT NULL;
  `,
  'ALTER TABLE hooks ADD COLUMN pending_since INTEGER',
];

/**
 * Runs the steps that a database does not have yet, all or none.
 *
 * @throws HooklaneError `newer_store`
 */
export function migrate({ connection, transact }: Database, steps: readonly string[]): void {
  const readVersion = (): number =>
    Number(connection.prepare('PRAGMA user_version').get()?.['user_version']);
  if (readVersion() === steps.length) return;
  transact(() => {
    // Another process may have done it meanwhile.
    const version = readVersion();
    if (version > steps.length) throw newerStore(version, steps.length);
    for (const step of steps.slice(version)) connection.exec(step);
    connection.exec(`PRAGMA user_version = ${steps.length}`);
  });
}

function newerStore(found: number, known: number): HooklaneError<'newer_store'> {
  return new HooklaneError(
    'newer_store',
    `The database has version ${found}, and this version of Hooklane knows ${known}. ` +
      'Update Hooklane, or open another file. Nothing was changed.',
  );
}

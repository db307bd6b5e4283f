import type { Query } from './database.ts';

const statements = [
  'create schema if not exists outbox_example',
  `create table if not exists outbox_example.orders (
    id text primary key,
    item text not null,
    amount_cents integer not null
  )`,
  // The id is the idempotency key of the event. Rows are found by what is left to do, never by a position: a
  // transaction that began earlier may commit later.
  `create table if not exists outbox_example.outbox (
    id uuid primary key default gen_random_uuid(),
    seq bigint generated always as identity,
    type text not null,
    partner_id text,
    data jsonb not null,
    created_at timestamptz not null default now(),
    done_at timestamptz,
    failures integer not null default 0,
    last_error text,
    next_try_at timestamptz not null default now()
  )`,
  'create index if not exists outbox_to_do on outbox_example.outbox (seq) where done_at is null',
];

/** Makes the tables of the shop, its outbox among them. */
export async function createSchema(query: Query): Promise<void> {
  for (const statement of statements) await query(statement);
}

/** Removes them with all that is in them. */
export async function dropSchema(query: Query): Promise<void> {
  await query('drop schema if exists outbox_example cascade');
}

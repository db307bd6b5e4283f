import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { silentLogger } from '@hooklane/core';
import { startLocal } from '@hooklane/local';
import { type Account, accountFor } from './account.ts';
import { type DatabaseLocation, openDatabase } from './database.ts';
import { type PartnerServer, startPartnerServer } from './partner-server.ts';
import { createSchema, dropSchema } from './schema.ts';
import { openSubscriptions, type ServiceLocation } from './subscriptions-service.ts';

/** All that is around the host: Hooklane in this process, a partner that subscribes, an empty database. */
export interface World extends AsyncDisposable {
  readonly database: DatabaseLocation;
  readonly service: ServiceLocation;
  readonly partner: PartnerServer;
  /** What became of the orders, once the lane is empty. No host may be running. */
  account(): Promise<Account>;
}

export interface WorldOptions {
  /** For queues, secrets, subscriptions and the data of PGlite. */
  readonly dataDir: string;
  /** Of a Postgres server, whose schema `outbox_example` is made anew. @default PGlite, in `dataDir` */
  readonly databaseUrl?: string | undefined;
}

const partnerId = 'warehouse';
const longestDrainMs = 10_000;

/** Makes the world. */
export async function createWorld({ dataDir, databaseUrl }: WorldOptions): Promise<World> {
  mkdirSync(dataDir, { recursive: true });
  const database: DatabaseLocation =
    databaseUrl === undefined
      ? { kind: 'pglite', dataDir: join(dataDir, 'postgres') }
      : { kind: 'postgres', url: databaseUrl };
  await prepareDatabase(database);
  const local = await startLocal({ dataDir: join(dataDir, 'local'), logger: silentLogger });
  const { secret } = await local.addPartner(partnerId);
  const partner = await startPartnerServer(() => secret);
  const service = { sqsEndpoint: local.endpoint, storePath: join(dataDir, 'subscriptions.db') };
  await subscribe(service, partner.url);
  return {
    database,
    service,
    partner,
    account: async () => {
      const deadline = Date.now() + longestDrainMs;
      while (local.inspect(partnerId).pending.length > 0 && Date.now() < deadline) await sleep(50);
      return accountFor(await readOrderIds(database), partner.deliveries);
    },
    [Symbol.asyncDispose]: async () => {
      await local.stop();
      await partner[Symbol.asyncDispose]();
    },
  };
}

async function prepareDatabase(location: DatabaseLocation): Promise<void> {
  await using database = await openDatabase(location);
  await dropSchema(database.query);
  await createSchema(database.query);
}

async function subscribe(service: ServiceLocation, url: string): Promise<void> {
  await using subscriptions = openSubscriptions(service, { onStep: async () => {} });
  await subscriptions.subscribe({ partnerId, url, types: ['order.*'] });
}

async function readOrderIds(location: DatabaseLocation): Promise<readonly string[]> {
  await using database = await openDatabase(location);
  const rows = await database.query<{ readonly id: string }>(
    'select id from outbox_example.orders',
  );
  return rows.map(({ id }) => id);
}

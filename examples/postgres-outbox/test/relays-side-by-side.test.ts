import type { EventInput, PublishedEvent } from '@hooklane/subscriptions';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { addEvent, countOpen } from '../outbox.ts';
import { type RelayOptions, relayBatch } from '../relay.ts';
import { createSchema, dropSchema } from '../schema.ts';
import type { OnStep } from '../steps.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';

const server: PostgresServer | undefined = await startPostgres();
if (server === undefined) console.warn('skipped: relays side by side need postgres on the path');

// PGlite has one session, in which no two transactions are open at the same time.
describe.skipIf(server === undefined)('relays side by side on a Postgres server', () => {
  const opened: Database[] = [];
  const open = async (): Promise<Database> => {
    const database = await openDatabase({ kind: 'postgres', url: server?.url ?? '' });
    opened.push(database);
    return database;
  };
  let database: Database;

  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    await dropSchema(database.query);
    await createSchema(database.query);
    for (let number = 0; number < 12; number += 1) {
      await addEvent(database.query, { type: 'order.placed', partnerId: null, data: { number } });
    }
  });
  afterAll(async () => {
    for (const one of opened) await one[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  const createRelay = (own: Database, onStep: OnStep) => {
    const numbers: number[] = [];
    const publishEvent = async ({ data }: EventInput): Promise<PublishedEvent> => {
      numbers.push((data as { readonly number: number }).number);
      return { eventId: 'evt_1', isNew: true, hooks: [] };
    };
    const subscriptions = { publishEvent };
    const options: RelayOptions = { database: own, subscriptions, onStep, batchSize: 5 };
    return { numbers, options };
  };

  it('takes other events than those that a relay has in its hands', async () => {
    let release: () => void = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let claim: () => void = () => {};
    const claimed = new Promise<void>((resolve) => {
      claim = resolve;
    });
    const slow = createRelay(database, async (step) => {
      if (step === 'claimed') claim();
      await released;
    });
    const quick = createRelay(await open(), async () => {});
    const relaying = relayBatch(slow.options);
    try {
      await claimed;
      expect(await relayBatch(quick.options)).toEqual({ published: 5, postponed: 0 });
      expect(await relayBatch(quick.options)).toEqual({ published: 2, postponed: 0 });
      expect(await relayBatch(quick.options)).toEqual({ published: 0, postponed: 0 });
    } finally {
      release();
      await relaying;
    }
    expect(slow.numbers).toEqual([0, 1, 2, 3, 4]);
    expect(quick.numbers).toEqual([5, 6, 7, 8, 9, 10, 11]);
    expect(await countOpen(database.query)).toBe(0);
  });

  it('takes up at once what a relay had in its hands that failed', async () => {
    const broken = await open();
    const { options } = createRelay(broken, async (step) => {
      if (step === 'marked') throw new Error('gone');
    });
    await expect(relayBatch(options)).rejects.toThrow('gone');
    const next = createRelay(database, async () => {});
    expect(await relayBatch(next.options)).toEqual({ published: 5, postponed: 0 });
    expect(next.numbers).toEqual([0, 1, 2, 3, 4]);
  });
});

import { HooklaneError } from '@hooklane/core';
import type { EventInput, PublishedEvent } from '@hooklane/subscriptions';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import { addEvent, countOpen } from '../outbox.ts';
import { openPglite } from '../pglite-database.ts';
import { type RelayOptions, relayBatch } from '../relay.ts';
import { createSchema, dropSchema } from '../schema.ts';
import { placeOrder } from '../shop.ts';

let database: Database;

beforeAll(async () => {
  database = await openPglite('memory://');
});
beforeEach(async () => {
  await dropSchema(database.query);
  await createSchema(database.query);
});
afterAll(() => database[Symbol.asyncDispose]());

const onStep = async (): Promise<void> => {};

/** A relay whose events go into a list, and that fails as it is told. */
function createRelay(fail: (event: EventInput) => PublishedEvent['hooks'] = () => []): {
  readonly published: EventInput[];
  readonly options: RelayOptions;
} {
  const published: EventInput[] = [];
  const publishEvent = async (event: EventInput): Promise<PublishedEvent> => {
    const hooks = fail(event);
    published.push(event);
    return { eventId: 'evt_1', isNew: true, hooks };
  };
  return {
    published,
    options: { database, subscriptions: { publishEvent }, onStep, batchSize: 3 },
  };
}

async function addOrders(...numbers: readonly number[]): Promise<void> {
  for (const number of numbers) {
    await addEvent(database.query, {
      type: 'order.placed',
      partnerId: number % 2 === 0 ? 'acme' : null,
      data: { number },
    });
  }
}

const numbersOf = (published: readonly EventInput[]) =>
  published.map(({ data }) => (data as { readonly number: number }).number);

it('publishes events in their order and in batches, with the id of their row as key, and marks them', async () => {
  await addOrders(1, 2, 3, 4);
  const { published, options } = createRelay();
  expect(await relayBatch(options)).toEqual({ published: 3, postponed: 0 });
  expect(numbersOf(published)).toEqual([1, 2, 3]);
  expect(await relayBatch(options)).toEqual({ published: 1, postponed: 0 });
  expect(await relayBatch(options)).toEqual({ published: 0, postponed: 0 });
  const rows = await database.query<{ readonly id: string; readonly at: number }>(
    'select id, extract(epoch from created_at)::float8 * 1000 as at from outbox_example.outbox order by seq',
  );
  expect(published.map(({ idempotencyKey }) => idempotencyKey)).toEqual(rows.map(({ id }) => id));
  expect(published[0]).toMatchObject({
    type: 'order.placed',
    timestamp: Math.floor(rows[0]?.at ?? 0),
  });
  expect(published.map(({ partnerId }) => partnerId)).toEqual([
    undefined,
    'acme',
    undefined,
    'acme',
  ]);
});

it('writes an order and its event, or none of them', async () => {
  const order = { item: 'boots', amountCents: 9_900 };
  const placing = { database, onStep };
  expect(await placeOrder({ ...order, id: 'a', isRolledBack: true }, placing)).toBe('rolled_back');
  expect(await countOpen(database.query)).toBe(0);
  expect(await placeOrder({ ...order, id: 'a', isRolledBack: false }, placing)).toBe('committed');
  expect(await countOpen(database.query)).toBe(1);
  // The id is taken: neither a second order nor a second event.
  await expect(placeOrder({ ...order, id: 'a', isRolledBack: false }, placing)).rejects.toThrow();
  expect(await countOpen(database.query)).toBe(1);
});

it('lets an event wait that cannot be published, and goes on with those after it', async () => {
  await addOrders(1, 2, 3, 4, 5);
  const { published, options } = createRelay(({ data }) => {
    const { number } = data as { readonly number: number };
    if (number === 1) throw new HooklaneError('invalid_event', 'refused in a test');
    if (number > 2) return [];
    const of = { hookId: 'msg_1', subscriptionId: 'sub_1', partnerId: 'acme' };
    return [{ ...of, kind: 'pending', code: 'queue_refused' }];
  });
  expect(await relayBatch(options)).toEqual({ published: 1, postponed: 2 });
  expect(await relayBatch(options)).toEqual({ published: 2, postponed: 0 });
  expect(numbersOf(published)).toEqual([2, 3, 4, 5]);
  const rows = await database.query(
    `select last_error, failures, next_try_at > now() as waits
       from outbox_example.outbox where done_at is null order by seq`,
  );
  expect(rows).toEqual([
    { last_error: 'invalid_event', failures: 1, waits: true },
    { last_error: 'queue_refused', failures: 1, waits: true },
  ]);
  await database.query('update outbox_example.outbox set next_try_at = now()');
  const later = createRelay();
  expect(await relayBatch(later.options)).toEqual({ published: 2, postponed: 0 });
  expect(numbersOf(later.published)).toEqual([1, 2]);
});

it('marks nothing of a batch in which something is wrong that it does not know', async () => {
  await addOrders(1, 2);
  const { options } = createRelay(() => {
    throw new TypeError('the store is closed');
  });
  await expect(relayBatch(options)).rejects.toThrow('the store is closed');
  expect(await countOpen(database.query)).toBe(2);
});

it('publishes each event once with relays side by side', async () => {
  await addOrders(...Array.from({ length: 12 }, (_, index) => index));
  const relays = [createRelay(), createRelay(), createRelay()];
  await Promise.all(
    relays.map(async ({ options }) => {
      while ((await relayBatch(options)).published > 0);
    }),
  );
  const numbers = numbersOf(relays.flatMap(({ published }) => published));
  expect(numbers.toSorted((one, other) => one - other)).toEqual(
    Array.from({ length: 12 }, (_, index) => index),
  );
});

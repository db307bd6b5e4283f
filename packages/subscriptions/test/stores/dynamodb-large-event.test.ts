import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, it } from 'vitest';
import { createDynamoDbStore } from '../../src/dynamodb.ts';
import type { SubscriptionStore } from '../../src/subscription-store.ts';
import { buildStoredEvent, buildStoredHook } from '../../src/testing.ts';
import { dyingClient } from './support/faulty-client.ts';
import { type MotoTables, startMotoTables } from './support/moto-table.ts';

const moto = await startMotoTables();
const event = buildStoredEvent({ idempotencyKey: 'order 1' });
const hooks = Array.from({ length: 101 }, (_, number) =>
  buildStoredHook({
    id: `msg_${String(number).padStart(3, '0')}`,
    subscriptionId: `sub_${number}`,
    status: 'pending',
  }),
);

interface Death {
  readonly write: number;
  /** Dies after that write instead of before it. */
  readonly isDone: boolean;
  /** The event is there by then. */
  readonly isThere: boolean;
}

/** Write 0 puts the parts and write 1 the event; then come 101 hooks, and the end of it. */
const deaths: readonly Death[] = [
  { write: 0, isDone: true, isThere: false },
  { write: 1, isDone: false, isThere: false },
  { write: 1, isDone: true, isThere: true },
  { write: 50, isDone: false, isThere: true },
  { write: 103, isDone: true, isThere: true },
];

const looks: Readonly<Record<string, (store: SubscriptionStore) => Promise<unknown>>> = {
  'list of hooks': async (store) =>
    (await store.listHooks({ statuses: ['pending'], limit: 200 })).hooks.toReversed(),
  'list of its hooks': (store) => store.listHooksOfEvent(event.id),
  'look at it': async (store) => {
    await store.getEvent(event.id);
    return Promise.all(hooks.map(({ id }) => store.getHook(id)));
  },
};

describe.skipIf(moto === undefined)('an event with more hooks than fit a transaction', () => {
  afterAll(() => moto?.stop());
  const { client, createTable } = moto ?? ({} as MotoTables);

  async function addAndDie(death: Death): Promise<SubscriptionStore> {
    const tableName = await createTable();
    const dying = createDynamoDbStore({ tableName, client: dyingClient(client, death) });
    await expect(dying.addEvent(event, hooks)).rejects.toThrow('dead');
    return createDynamoDbStore({ tableName, client });
  }

  it.each(deaths)(
    'is there as a whole or not at all, and is added by who comes next: $write $isDone',
    async (death) => {
      const store = await addAndDie(death);
      expect(await store.getEvent(event.id)).toEqual(death.isThere ? event : undefined);
      const listed = await store.listHooksOfEvent(event.id);
      expect(listed).toEqual(death.isThere ? hooks : []);
      const again = await store.addEvent({ ...event, body: 'other' }, hooks);
      expect(again.isNew).toBe(!death.isThere);
      expect(again.event.body).toBe(death.isThere ? event.body : 'other');
      expect(await store.listHooksOfEvent(event.id)).toEqual(hooks);
    },
  );

  it.each(Object.keys(looks))('is completed by the first %s', async (name) => {
    const store = await addAndDie({ write: 30, isDone: false, isThere: true });
    expect(await looks[name]?.(store)).toEqual(hooks);
  });

  it('shows none of its hooks before it is there', async () => {
    const store = await addAndDie({ write: 1, isDone: false, isThere: false });
    expect(await store.listHooks({})).toEqual({ hooks: [] });
    expect(await store.getHook('msg_000')).toBeUndefined();
  });

  it('leaves nothing behind when it is purged', async () => {
    const tableName = await createTable();
    const store = createDynamoDbStore({ tableName, client });
    await store.addEvent(event, hooks);
    await store.moveHooks(
      hooks.map(({ id }) => id),
      { from: ['pending'], to: 'discarded' },
    );
    const before = event.createdAt + 1;
    const purged = await store.purge({ bodiesBefore: before, eventsBefore: before });
    expect(purged).toEqual({ bodies: 1, events: 1, hooks: hooks.length, attempts: 0 });
    const { Count } = await client.send(new ScanCommand({ TableName: tableName }));
    expect(Count).toBe(0);
  });
});

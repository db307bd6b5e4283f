import assert from 'node:assert/strict';
import type { HookStatus } from '../stored-hook.ts';
import type { SubscriptionStore } from '../subscription-store.ts';
import { buildAttemptResult, buildStoredEvent, buildStoredHook } from './builders.ts';
import { assertSame, type StoreCase, storeCase } from './store-case.ts';

const nothing = { bodies: 0, events: 0, hooks: 0, attempts: 0 };

/** An event of a time, with a hook in each status. */
async function addEvent(
  store: SubscriptionStore,
  createdAt: number,
  statuses: readonly HookStatus[],
): Promise<void> {
  const eventId = `evt_${createdAt}`;
  const event = buildStoredEvent({ id: eventId, createdAt, idempotencyKey: `key ${createdAt}` });
  const hooks = statuses.map((status) =>
    buildStoredHook({ id: `msg_${createdAt}_${status}`, eventId, createdAt, status }),
  );
  await store.addEvent(event, hooks);
}

/** What a store does about retention. */
export const purgeCases: readonly StoreCase[] = [
  storeCase('removes bodies before a time, and keeps the events and their keys', async (store) => {
    await addEvent(store, 1_000, ['delivered']);
    await addEvent(store, 2_000, []);
    await addEvent(store, 3_000, ['delivered']);
    const purged = await store.purge({ bodiesBefore: 3_000, eventsBefore: 0 });
    assert.deepEqual(purged, { ...nothing, bodies: 2 });
    const event = await store.getEvent('evt_1000');
    assert.equal(event?.body, undefined);
    assert.equal(event?.idempotencyKey, 'key 1000');
    assert.notEqual((await store.getEvent('evt_3000'))?.body, undefined);
    const again = buildStoredEvent({ id: 'evt_new', idempotencyKey: 'key 1000' });
    assertSame(await store.addEvent(again, []), {
      isNew: false,
      event,
      hooks: await store.listHooksOfEvent('evt_1000'),
    });
    assert.deepEqual(await store.purge({ bodiesBefore: 3_000, eventsBefore: 0 }), nothing);
  }),
  storeCase('keeps the body of an event while a hook of it is to be published', async (store) => {
    await addEvent(store, 1_000, ['delivered', 'held']);
    await addEvent(store, 1_001, ['pending']);
    await addEvent(store, 1_002, ['accepted', 'retrying']);
    const purged = await store.purge({ bodiesBefore: 5_000, eventsBefore: 0 });
    assert.deepEqual(purged, { ...nothing, bodies: 1 });
    assert.notEqual((await store.getEvent('evt_1000'))?.body, undefined);
    await store.moveHooks(['msg_1000_held'], { from: ['held'], to: 'accepted' });
    const later = await store.purge({ bodiesBefore: 5_000, eventsBefore: 0 });
    assert.deepEqual(later, { ...nothing, bodies: 1 });
  }),
  storeCase(
    'removes events before a time, with hooks that are final and their attempts',
    async (store) => {
      await addEvent(store, 1_000, [
        'exhausted',
        'rejected',
        'gone',
        'aborted',
        'discarded',
        'accepted',
      ]);
      await addEvent(store, 1_001, []);
      await addEvent(store, 2_000, ['delivered']);
      const results = [1_100, 1_200, 1_300].map((startedAt) =>
        buildAttemptResult({
          hookId: 'msg_1000_accepted',
          startedAt,
          outcome: { kind: 'refused', status: 500 },
        }),
      );
      await store.addResults([
        ...results,
        buildAttemptResult({ hookId: 'msg_1000_accepted', startedAt: 1_400 }),
      ]);
      const purged = await store.purge({ bodiesBefore: 0, eventsBefore: 2_000 });
      assert.deepEqual(purged, { bodies: 0, events: 2, hooks: 6, attempts: 4 });
      assert.equal(await store.getEvent('evt_1000'), undefined);
      assert.deepEqual(await store.listHooksOfEvent('evt_1000'), []);
      assert.equal(await store.getHook('msg_1000_gone'), undefined);
      assert.deepEqual(await store.listAttempts('msg_1000_accepted'), []);
      const { hooks } = await store.listHooks({});
      assert.deepEqual(
        hooks.map(({ id }) => id),
        ['msg_2000_delivered'],
      );
      assert.notEqual((await store.getEvent('evt_2000'))?.body, undefined);
      assert.deepEqual(await store.addResults(results), Array(3).fill({ kind: 'unknown_hook' }));
    },
  ),
  storeCase('takes the key of an event that it removed for a new one', async (store) => {
    await addEvent(store, 1_000, []);
    await store.purge({ bodiesBefore: 0, eventsBefore: 2_000 });
    const again = buildStoredEvent({ id: 'evt_new', idempotencyKey: 'key 1000' });
    assert.equal((await store.addEvent(again, [])).isNew, true);
  }),
  storeCase(
    'keeps hooks that are not final, with their attempts and their event',
    async (store) => {
      const open: readonly HookStatus[] = ['pending', 'held', 'accepted', 'retrying'];
      await addEvent(store, 1_000, [...open, 'delivered']);
      const result = buildAttemptResult({
        hookId: 'msg_1000_retrying',
        outcome: { kind: 'refused', status: 500 },
        next: { kind: 'requeue', attempt: 2, dueAt: 9_000 },
      });
      await store.addResults([result]);
      const purged = await store.purge({ bodiesBefore: 5_000, eventsBefore: 5_000 });
      assert.deepEqual(purged, { ...nothing, hooks: 1 });
      assert.notEqual((await store.getEvent('evt_1000'))?.body, undefined);
      const left = await store.listHooksOfEvent('evt_1000');
      assert.deepEqual(left.map(({ status }) => status).toSorted(), open.toSorted());
      assertSame(await store.listAttempts('msg_1000_retrying'), [result]);
      await store.moveHooks(
        left.map(({ id }) => id),
        { from: open, to: 'discarded' },
      );
      assert.deepEqual(await store.purge({ bodiesBefore: 5_000, eventsBefore: 5_000 }), {
        bodies: 1,
        events: 1,
        hooks: 4,
        attempts: 1,
      });
    },
  ),
  storeCase('closes twice', async (store) => {
    await store.close();
    await store.close();
  }),
];

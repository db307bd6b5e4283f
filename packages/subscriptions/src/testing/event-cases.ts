import assert from 'node:assert/strict';
import type { StoredHook } from '../stored-hook.ts';
import { buildStoredEvent, buildStoredHook } from './builders.ts';
import { assertSame, type StoreCase, storeCase } from './store-case.ts';

const full = buildStoredEvent({ partnerId: 'acme', idempotencyKey: 'order 1 / ü' });
const hooks = [buildStoredHook(), buildStoredHook({ id: 'msg_2', subscriptionId: 'sub_2' })];

/** Hooks of one event, in the order of their ids. */
function manyHooks(count: number, eventId = 'evt_1'): readonly StoredHook[] {
  return Array.from({ length: count }, (_, number) => {
    const name = `${eventId}_${String(number).padStart(4, '0')}`;
    return buildStoredHook({
      id: name,
      eventId,
      subscriptionId: `sub_${number}`,
      status: 'pending',
    });
  });
}

/** What a store does with events. */
export const eventCases: readonly StoreCase[] = [
  storeCase('gives an event and its hooks back as they were added', async (store) => {
    const held = buildStoredHook({
      id: 'msg_3',
      subscriptionId: 'sub_3',
      status: 'held',
      attempts: 2,
      lastAttemptAt: 5,
      nextDueAt: 6,
      lastStatus: 500,
      lastCode: 'timeout',
    });
    assertSame(await store.addEvent(full, [...hooks, held]), {
      isNew: true,
      event: full,
      hooks: [...hooks, held],
    });
    assertSame(await store.getEvent('evt_1'), full);
    assertSame(await store.listHooksOfEvent('evt_1'), [...hooks, held]);
    assertSame(await store.getHook('msg_3'), held);
  }),
  storeCase('takes an event that nobody subscribes to', async (store) => {
    assertSame(await store.addEvent(full, []), { isNew: true, event: full, hooks: [] });
    assertSame(await store.getEvent('evt_1'), full);
    assert.deepEqual(await store.listHooksOfEvent('evt_1'), []);
  }),
  storeCase('knows no event and no hook that was not added', async (store) => {
    assert.equal(await store.getEvent('evt_other'), undefined);
    assert.equal(await store.getHook('msg_other'), undefined);
    assert.deepEqual(await store.listHooksOfEvent('evt_other'), []);
  }),
  storeCase(
    'finds an event by its id, with its hooks as they are now, and adds nothing',
    async (store) => {
      await store.addEvent(full, hooks);
      await store.moveHooks(['msg_1'], { from: ['accepted'], to: 'retrying' });
      const again = await store.addEvent(buildStoredEvent({ body: '{}' }), manyHooks(1));
      const [first, second] = hooks;
      assertSame(again, {
        isNew: false,
        event: full,
        hooks: [{ ...first, status: 'retrying' }, second],
      });
      assert.equal(await store.getHook('evt_1_0000'), undefined);
    },
  ),
  storeCase('finds an event by its idempotency key, and adds nothing', async (store) => {
    await store.addEvent(full, hooks);
    const other = buildStoredEvent({
      id: 'evt_2',
      idempotencyKey: full.idempotencyKey,
      body: '{}',
    });
    assertSame(await store.addEvent(other, manyHooks(1, 'evt_2')), {
      isNew: false,
      event: full,
      hooks,
    });
    assert.equal(await store.getEvent('evt_2'), undefined);
    assert.equal(await store.getHook('evt_2_0000'), undefined);
  }),
  storeCase('keeps events with other keys, and without one, apart', async (store) => {
    const added = await Promise.all([
      store.addEvent(full, []),
      store.addEvent(buildStoredEvent({ id: 'evt_2', idempotencyKey: 'order 2' }), []),
      store.addEvent(buildStoredEvent({ id: 'evt_3' }), []),
      store.addEvent(buildStoredEvent({ id: 'evt_4' }), []),
    ]);
    assert.deepEqual(
      added.map(({ isNew }) => isNew),
      [true, true, true, true],
    );
  }),
  storeCase(
    'lets one of those win who add with one idempotency key at the same time',
    async (store) => {
      for (const count of [1, 110]) {
        const idempotencyKey = `of ${count} hooks`;
        const ids = Array.from({ length: 2 }, (_, index) => `evt_${count}_${index}`);
        const added = await Promise.all(
          ids.map((id) =>
            store.addEvent(buildStoredEvent({ id, idempotencyKey }), manyHooks(count, id)),
          ),
        );
        const winners = added.filter(({ isNew }) => isNew);
        assert.equal(winners.length, 1);
        const winner = winners[0]?.event.id ?? '';
        for (const { event, hooks: found } of added) {
          assert.equal(event.id, winner);
          assertSame(found, manyHooks(count, winner));
        }
        for (const id of ids) {
          const there = id === winner ? manyHooks(count, winner) : [];
          assertSame(await store.listHooksOfEvent(id), there);
        }
      }
    },
  ),
  storeCase('lets one of those win who add the same event at the same time', async (store) => {
    const added = await Promise.all(
      ['a', 'b', 'c'].map((body) => store.addEvent({ ...full, body }, hooks)),
    );
    assert.equal(added.filter(({ isNew }) => isNew).length, 1);
    const stored = await store.getEvent('evt_1');
    for (const { event } of added) assertSame(event, stored);
  }),
  storeCase('adds an event with 120 hooks as a whole', async (store) => {
    const many = manyHooks(120);
    assert.equal((await store.addEvent(full, many)).isNew, true);
    assertSame(await store.listHooksOfEvent('evt_1'), many);
    assertSame(await store.getHook('evt_1_0119'), many[119]);
    const again = await store.addEvent(full, many);
    assert.equal(again.isNew, false);
    assertSame(again.hooks, many);
  }),
  storeCase('adds nothing of an event of which one hook is there already', async (store) => {
    await store.addEvent(full, hooks);
    const other = buildStoredEvent({ id: 'evt_2', idempotencyKey: 'order 2' });
    await assert.rejects(store.addEvent(other, [...manyHooks(1, 'evt_2'), ...hooks]));
    assert.equal(await store.getEvent('evt_2'), undefined);
    assert.equal(await store.getHook('evt_2_0000'), undefined);
    assertSame(await store.listHooksOfEvent('evt_1'), hooks);
    assert.equal((await store.addEvent(other, [])).isNew, true);
  }),
  storeCase('keeps a body of 1 MiB to the byte', async (store) => {
    // Four bytes of UTF-8 and two units of UTF-16 each, one off from where it may be cut.
    const body = `x${'😀'.repeat(262_143)}`;
    const event = buildStoredEvent({ body });
    await store.addEvent(event, hooks);
    assert.equal((await store.getEvent('evt_1'))?.body === body, true);
    assert.equal((await store.addEvent(event, hooks)).event.body === body, true);
  }),
];

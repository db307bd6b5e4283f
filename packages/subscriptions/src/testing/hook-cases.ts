import assert from 'node:assert/strict';
import type { HookStatus } from '../stored-hook.ts';
import type { HookQuery, SubscriptionStore } from '../subscription-store.ts';
import { buildAttemptResult, buildStoredEvent, buildStoredHook } from './builders.ts';
import { type StoreCase, storeCase } from './store-case.ts';

const statuses: readonly HookStatus[] = ['pending', 'accepted', 'delivered', 'exhausted'];

/** 24 hooks, two created in each millisecond from 1,000, for two partners, three subscriptions and four statuses. */
async function addHooks(store: SubscriptionStore): Promise<void> {
  const hooks = Array.from({ length: 24 }, (_, number) =>
    buildStoredHook({
      id: `msg_${String(number).padStart(2, '0')}`,
      partnerId: number % 3 === 0 ? 'globex' : 'acme',
      subscriptionId: `sub_${number % 3}`,
      status: statuses[number % 4] ?? 'pending',
      createdAt: 1_000 + Math.floor(number / 2),
    }),
  );
  await store.addEvent(buildStoredEvent(), hooks);
}

async function numbersOf(store: SubscriptionStore, query: HookQuery): Promise<readonly number[]> {
  const { hooks } = await store.listHooks(query);
  return hooks.map(({ id }) => Number(id.slice('msg_'.length)));
}

/** Numbers of hooks, newest first. */
function numbers(isWanted: (number: number) => boolean): readonly number[] {
  return Array.from({ length: 24 }, (_, index) => 23 - index).filter(isWanted);
}

const refusedQueries: readonly unknown[] = [
  { limit: 0 },
  { limit: 1_001 },
  { limit: 1.5 },
  { statuses: ['lost'] },
  { statuses: 'pending' },
  { since: 'yesterday' },
  { partner: 'acme' },
];

/** What a store does with hooks. */
export const hookCases: readonly StoreCase[] = [
  storeCase('lists hooks newest first', async (store) => {
    await addHooks(store);
    assert.deepEqual(
      await numbersOf(store, {}),
      numbers(() => true),
    );
  }),
  storeCase('lists hooks of a partner, of a subscription, and of both', async (store) => {
    await addHooks(store);
    const list = (query: HookQuery) => numbersOf(store, query);
    assert.deepEqual(
      await list({ partnerId: 'globex' }),
      numbers((n) => n % 3 === 0),
    );
    assert.deepEqual(
      await list({ subscriptionId: 'sub_2' }),
      numbers((n) => n % 3 === 2),
    );
    assert.deepEqual(
      await list({ partnerId: 'acme', subscriptionId: 'sub_1' }),
      numbers((n) => n % 3 === 1),
    );
    assert.deepEqual(await list({ partnerId: 'globex', subscriptionId: 'sub_1' }), []);
    assert.deepEqual(await list({ partnerId: 'initech' }), []);
  }),
  storeCase('lists hooks by status and time, since included and until not', async (store) => {
    await addHooks(store);
    const list = (query: HookQuery) => numbersOf(store, query);
    assert.deepEqual(
      await list({ statuses: ['exhausted'] }),
      numbers((n) => n % 4 === 3),
    );
    assert.deepEqual(
      await list({ statuses: ['exhausted', 'pending', 'exhausted'] }),
      numbers((n) => n % 4 === 3 || n % 4 === 0),
    );
    assert.deepEqual(await list({ statuses: [] }), []);
    assert.deepEqual(
      await list({ since: 1_003, until: 1_006 }),
      numbers((n) => n >= 6 && n < 12),
    );
    assert.deepEqual(
      await list({ partnerId: 'acme', statuses: ['delivered'], since: 1_004 }),
      numbers((n) => n % 3 > 0 && n % 4 === 2 && n >= 8),
    );
    assert.deepEqual(
      await list({ subscriptionId: 'sub_0', statuses: ['pending'], until: 1_006 }),
      numbers((n) => n % 12 === 0 && n < 12),
    );
  }),
  storeCase('gives pages that together hold each hook once', async (store) => {
    await addHooks(store);
    const walks: readonly (readonly [HookQuery, number])[] = [
      [{}, 8],
      [{ partnerId: 'acme' }, 5],
      [{ partnerId: 'globex', statuses: ['pending', 'accepted'] }, 1],
    ];
    for (const [query, limit] of walks) {
      const all = await numbersOf(store, query);
      const seen: number[] = [];
      let pages = 0;
      let cursor: string | undefined;
      do {
        const page = await store.listHooks({ ...query, limit, cursor });
        seen.push(...page.hooks.map(({ id }) => Number(id.slice('msg_'.length))));
        assert.ok(page.hooks.length <= limit);
        cursor = page.cursor;
        pages += 1;
      } while (cursor !== undefined);
      assert.deepEqual(seen, all);
      assert.equal(pages, Math.ceil(all.length / limit));
    }
  }),
  storeCase('goes on where a page ended although newer hooks came in', async (store) => {
    await addHooks(store);
    const first = await store.listHooks({ limit: 4 });
    const late = buildStoredHook({ id: 'msg_99', eventId: 'evt_2', createdAt: 2_000 });
    await store.addEvent(buildStoredEvent({ id: 'evt_2' }), [late]);
    assert.deepEqual(await numbersOf(store, { limit: 3, cursor: first.cursor }), [19, 18, 17]);
  }),
  storeCase(
    'gives a hundred hooks where no limit is asked for, and a thousand at most',
    async (store) => {
      const hooks = Array.from({ length: 120 }, (_, number) =>
        buildStoredHook({ id: `msg_${number}` }),
      );
      await store.addEvent(buildStoredEvent(), hooks);
      const page = await store.listHooks({});
      assert.equal(page.hooks.length, 100);
      assert.notEqual(page.cursor, undefined);
      const whole = await store.listHooks({ limit: 1_000 });
      assert.equal(whole.hooks.length, 120);
      assert.equal(whole.cursor, undefined);
    },
  ),
  storeCase('refuses a query that it does not understand', async (store) => {
    for (const query of refusedQueries) {
      await assert.rejects(store.listHooks(query as HookQuery), { code: 'invalid_options' });
    }
  }),
  storeCase('refuses a cursor that it did not give', async (store) => {
    const forged = Buffer.from('[1,2]').toString('base64url');
    for (const cursor of ['', 'x', '%', forged, 'bnVsbA', 'W10']) {
      await assert.rejects(store.listHooks({ cursor }), { code: 'invalid_cursor' });
    }
  }),
  storeCase('moves the hooks that have one of the statuses, and says which', async (store) => {
    await addHooks(store);
    const ids = ['msg_00', 'msg_01', 'msg_02', 'msg_03', 'msg_03', 'msg_other'];
    const moved = await store.moveHooks(ids, { from: ['pending', 'exhausted'], to: 'held' });
    assert.deepEqual(moved.toSorted(), ['msg_00', 'msg_03']);
    assert.equal((await store.getHook('msg_03'))?.status, 'held');
    assert.equal((await store.getHook('msg_01'))?.status, 'accepted');
    assert.deepEqual(await numbersOf(store, { statuses: ['held'] }), [3, 0]);
    assert.deepEqual(await numbersOf(store, { partnerId: 'globex', statuses: ['held'] }), [3, 0]);
    assert.deepEqual(
      await numbersOf(store, { subscriptionId: 'sub_0', statuses: ['held'] }),
      [3, 0],
    );
    assert.deepEqual(await store.moveHooks([], { from: ['held'], to: 'pending' }), []);
    assert.deepEqual(await store.moveHooks(ids, { from: [], to: 'pending' }), []);
  }),
  storeCase('keeps when a hook was moved to pending last', async (store) => {
    await addHooks(store);
    const id = 'msg_03';
    const pendingSince = async () => (await store.getHook(id))?.pendingSince;
    await store.moveHooks([id], { from: ['exhausted'], to: 'held', at: 5_000 });
    assert.equal(await pendingSince(), undefined);
    await store.moveHooks([id], { from: ['held'], to: 'pending', at: 6_000 });
    assert.equal(await pendingSince(), 6_000);
    const listed = await store.listHooks({ statuses: ['pending'], limit: 1_000 });
    assert.equal(listed.hooks.find((hook) => hook.id === id)?.pendingSince, 6_000);
    await store.moveHooks([id], { from: ['held'], to: 'pending', at: 7_000 });
    assert.equal(await pendingSince(), 6_000);
    await store.moveHooks([id], { from: ['pending'], to: 'accepted' });
    await store.addResults([buildAttemptResult({ hookId: id })]);
    await store.moveHooks([id], { from: ['delivered'], to: 'pending', at: 8_000 });
    const [ofEvent] = (await store.listHooksOfEvent('evt_1')).filter((hook) => hook.id === id);
    assert.equal(ofEvent?.pendingSince, 8_000);
  }),
  storeCase('lets one of those win who move a hook at the same time', async (store) => {
    await addHooks(store);
    const moved = await Promise.all(
      Array.from({ length: 4 }, () =>
        store.moveHooks(['msg_00', 'msg_04'], { from: ['pending'], to: 'accepted' }),
      ),
    );
    assert.deepEqual(moved.flat().toSorted(), ['msg_00', 'msg_04']);
  }),
  storeCase('moves 120 hooks in one call', async (store) => {
    const hooks = Array.from({ length: 120 }, (_, number) =>
      buildStoredHook({ id: `msg_${number}`, status: 'pending' }),
    );
    await store.addEvent(buildStoredEvent(), hooks);
    const ids = hooks.map(({ id }) => id);
    const moved = await store.moveHooks(ids, { from: ['pending'], to: 'accepted' });
    assert.deepEqual(moved.toSorted(), ids.toSorted());
    assert.equal(
      (await store.listHooks({ statuses: ['accepted'], limit: 1_000 })).hooks.length,
      120,
    );
  }),
];

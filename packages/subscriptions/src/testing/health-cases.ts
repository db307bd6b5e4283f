import assert from 'node:assert/strict';
import type { SubscriptionStore } from '../subscription-store.ts';
import {
  buildAttemptResult,
  buildStoredEvent,
  buildStoredHook,
  buildSubscription,
} from './builders.ts';
import { assertSame, type StoreCase, storeCase } from './store-case.ts';

/** An endpoint whose attempts at these times failed. */
async function addFailing(
  store: SubscriptionStore,
  id: string,
  times: readonly number[],
): Promise<void> {
  await store.putSubscription(buildSubscription({ id }));
  await store.addEvent(buildStoredEvent({ id: `evt_${id}` }), [
    buildStoredHook({ id: `msg_${id}`, eventId: `evt_${id}`, subscriptionId: id }),
  ]);
  await store.addResults(
    times.map((startedAt) =>
      buildAttemptResult({
        hookId: `msg_${id}`,
        startedAt,
        outcome: { kind: 'unanswered', code: 'timeout' },
        next: { kind: 'requeue', attempt: 2, dueAt: startedAt + 1 },
      }),
    ),
  );
}

async function succeed(store: SubscriptionStore, id: string, startedAt: number): Promise<void> {
  await store.addResults([buildAttemptResult({ hookId: `msg_${id}`, startedAt })]);
}

async function failingIds(store: SubscriptionStore, since: number): Promise<readonly string[]> {
  const failing = await store.listFailing({ since });
  return failing.map(({ subscriptionId }) => subscriptionId);
}

/** What a store does with the health of endpoints. */
export const healthCases: readonly StoreCase[] = [
  storeCase('knows no health of an endpoint that was never tried', async (store) => {
    await store.putSubscription(buildSubscription());
    assert.equal(await store.getHealth('sub_1'), undefined);
    assert.equal(await store.getHealth('sub_other'), undefined);
  }),
  storeCase('lists endpoints that fail since before a time, oldest first', async (store) => {
    await addFailing(store, 'sub_1', [5_000]);
    await addFailing(store, 'sub_2', [3_000, 9_000]);
    await addFailing(store, 'sub_3', [7_000]);
    await addFailing(store, 'sub_4', [1_000]);
    await succeed(store, 'sub_4', 2_000);
    assert.deepEqual(await failingIds(store, 7_000), ['sub_2', 'sub_1']);
    assert.deepEqual(await failingIds(store, 7_001), ['sub_2', 'sub_1', 'sub_3']);
    assert.deepEqual(await failingIds(store, 3_000), []);
    const [oldest] = await store.listFailing({ since: 4_000 });
    assertSame(oldest, await store.getHealth('sub_2'));
    await succeed(store, 'sub_2', 10_000);
    assert.deepEqual(await failingIds(store, 7_000), ['sub_1']);
  }),
  storeCase('keeps the health when the subscription is changed', async (store) => {
    await addFailing(store, 'sub_1', [5_000]);
    const before = await store.getHealth('sub_1');
    assert.equal(await store.putSubscription(buildSubscription({ version: 2 })), true);
    assertSame(await store.getHealth('sub_1'), before);
    assert.deepEqual(await failingIds(store, 9_000), ['sub_1']);
  }),
  storeCase('writes a warning down once', async (store) => {
    await addFailing(store, 'sub_1', [5_000]);
    const marked = await Promise.all(
      [6_000, 6_001, 6_002].map((at) => store.markWarned('sub_1', at)),
    );
    assert.equal(marked.filter(Boolean).length, 1);
    assert.equal(await store.markWarned('sub_1', 7_000), false);
    const warnedAt = 6_000 + marked.indexOf(true);
    assert.equal((await store.getHealth('sub_1'))?.warnedAt, warnedAt);
  }),
  storeCase(
    'writes no warning down for an endpoint that does well, or that it does not know',
    async (store) => {
      await addFailing(store, 'sub_1', [5_000]);
      await succeed(store, 'sub_1', 6_000);
      assert.equal(await store.markWarned('sub_1', 7_000), false);
      assert.equal(await store.markWarned('sub_other', 7_000), false);
      assert.equal((await store.getHealth('sub_1'))?.warnedAt, undefined);
      assert.equal(await store.getHealth('sub_other'), undefined);
    },
  ),
  storeCase(
    'keeps a warning while failures go on, and forgets it after a success',
    async (store) => {
      await addFailing(store, 'sub_1', [5_000]);
      await store.markWarned('sub_1', 6_000);
      await addFailing(store, 'sub_1', [7_000]);
      assert.equal((await store.getHealth('sub_1'))?.warnedAt, 6_000);
      await succeed(store, 'sub_1', 8_000);
      assert.equal((await store.getHealth('sub_1'))?.warnedAt, undefined);
      await addFailing(store, 'sub_1', [9_000]);
      assert.equal(await store.markWarned('sub_1', 9_500), true);
    },
  ),
  storeCase('forgets failures and the warning, and begins anew', async (store) => {
    await addFailing(store, 'sub_1', [5_000, 6_000]);
    await succeed(store, 'sub_1', 1_000);
    await store.markWarned('sub_1', 7_000);
    await store.resetHealth('sub_1');
    assertSame(await store.getHealth('sub_1'), {
      subscriptionId: 'sub_1',
      successes: 1,
      failures: 0,
      lastSuccessAt: 1_000,
    });
    assert.deepEqual(await failingIds(store, 9_000), []);
    await addFailing(store, 'sub_1', [9_000]);
    assert.equal((await store.getHealth('sub_1'))?.failingSince, 9_000);
  }),
  storeCase('takes the reset of an endpoint that it does not know', async (store) => {
    await store.resetHealth('sub_other');
    assert.equal(await store.getHealth('sub_other'), undefined);
  }),
];

import assert from 'node:assert/strict';
import type { AttemptResult } from '@hooklane/core';
import type { StoredHook } from '../stored-hook.ts';
import type { SubscriptionStore } from '../subscription-store.ts';
import {
  buildAttemptResult,
  buildStoredEvent,
  buildStoredHook,
  buildSubscription,
} from './builders.ts';
import { assertSame, type StoreCase, storeCase } from './store-case.ts';

const hook = buildStoredHook();

/** A failure of the hook, made at `startedAt`, to be tried again. */
function failureAt(startedAt: number, hookId = hook.id): AttemptResult {
  return buildAttemptResult({
    hookId,
    startedAt,
    outcome: { kind: 'refused', status: 500 },
    next: { kind: 'requeue', attempt: 2, dueAt: startedAt + 5_000 },
  });
}

function successAt(startedAt: number, hookId = hook.id): AttemptResult {
  return buildAttemptResult({ hookId, startedAt });
}

async function addHooks(store: SubscriptionStore, hooks: readonly StoredHook[]): Promise<void> {
  await store.putSubscription(buildSubscription());
  await store.addEvent(buildStoredEvent(), hooks);
}

/** What a store does with results. */
export const resultCases: readonly StoreCase[] = [
  storeCase('keeps a result, and what follows from it for hook and health', async (store) => {
    await addHooks(store, [hook]);
    const failed = {
      ...hook,
      status: 'retrying',
      attempts: 1,
      lastAttemptAt: 2_000,
      nextDueAt: 7_000,
      lastStatus: 500,
    };
    const failing = {
      subscriptionId: 'sub_1',
      successes: 0,
      failures: 1,
      failingSince: 2_000,
      lastFailureAt: 2_000,
    };
    assertSame(await store.addResults([failureAt(2_000)]), [
      { kind: 'added', hook: failed, health: failing },
    ]);
    assertSame(await store.getHook(hook.id), failed);
    assertSame(await store.getHealth('sub_1'), failing);
    assertSame((await store.listHooks({ statuses: ['retrying'] })).hooks, [failed]);
    assert.deepEqual((await store.listHooks({ statuses: ['accepted'] })).hooks, []);
  }),
  storeCase(
    'gives attempts back as they were added, in the order in which they were made',
    async (store) => {
      await addHooks(store, [hook]);
      const late = buildAttemptResult({
        attempt: 3,
        startedAt: 30_000,
        outcome: { kind: 'delivered', status: 200, asksToDisable: true, snippet: 'ok "ü"' },
      });
      await store.addResults([late, failureAt(900)]);
      await store.addResults([failureAt(10_000)]);
      assertSame(await store.listAttempts(hook.id), [failureAt(900), failureAt(10_000), late]);
      assert.deepEqual(await store.listAttempts('msg_other'), []);
    },
  ),
  storeCase('changes nothing by a result that is known', async (store) => {
    await addHooks(store, [hook]);
    await store.addResults([failureAt(2_000)]);
    const before = [await store.getHook(hook.id), await store.getHealth('sub_1')];
    assertSame(await store.addResults([failureAt(2_000), failureAt(2_000)]), [
      { kind: 'known' },
      { kind: 'known' },
    ]);
    assertSame([await store.getHook(hook.id), await store.getHealth('sub_1')], before);
    assert.equal((await store.listAttempts(hook.id)).length, 1);
  }),
  storeCase('adds one of two results in one call that are the same', async (store) => {
    await addHooks(store, [hook]);
    const added = await store.addResults([failureAt(2_000), failureAt(2_000)]);
    assert.deepEqual(
      added.map(({ kind }) => kind),
      ['added', 'known'],
    );
    assert.equal((await store.getHook(hook.id))?.attempts, 1);
  }),
  storeCase(
    'adds a result once although it comes several times at the same time',
    async (store) => {
      await addHooks(store, [hook]);
      const added = await Promise.all(
        Array.from({ length: 5 }, () => store.addResults([failureAt(2_000)])),
      );
      const kinds = added.flat().map(({ kind }) => kind);
      assert.deepEqual(kinds.toSorted(), ['added', 'known', 'known', 'known', 'known']);
      assert.equal((await store.getHook(hook.id))?.attempts, 1);
      assert.equal((await store.getHealth('sub_1'))?.failures, 1);
    },
  ),
  storeCase('says of each result in order what became of it', async (store) => {
    await addHooks(store, [hook, buildStoredHook({ id: 'msg_2' })]);
    const added = await store.addResults([
      failureAt(2_000, 'msg_other'),
      successAt(3_000, 'msg_2'),
      failureAt(2_000),
      failureAt(2_000),
      successAt(4_000),
    ]);
    const kinds = added.map(({ kind }) => kind);
    assert.deepEqual(kinds, ['unknown_hook', 'added', 'added', 'known', 'added']);
    assertSame(
      added.map((one) => (one.kind === 'added' ? one.hook.id : undefined)),
      [null, 'msg_2', 'msg_1', null, 'msg_1'],
    );
    const healths = added.map((one) => (one.kind === 'added' ? one.health : undefined));
    assert.deepEqual(
      healths.map((health) => health && health.successes + health.failures),
      [undefined, 1, 2, undefined, 3],
    );
    assertSame(await store.getHealth('sub_1'), healths.at(-1));
  }),
  storeCase('loses no count when results of one endpoint come at the same time', async (store) => {
    const ids = Array.from({ length: 12 }, (_, number) => `msg_${number}`);
    await addHooks(
      store,
      ids.map((id) => buildStoredHook({ id })),
    );
    await Promise.all(
      ids.map((id, index) =>
        store.addResults([failureAt(1_000 + index, id), successAt(500 + index, id)]),
      ),
    );
    assertSame(await store.getHealth('sub_1'), {
      subscriptionId: 'sub_1',
      successes: 12,
      failures: 12,
      failingSince: 1_000,
      lastFailureAt: 1_011,
      lastSuccessAt: 511,
    });
  }),
  storeCase('finds the first failure after a success that comes late', async (store) => {
    const other = buildStoredHook({ id: 'msg_2', subscriptionId: 'sub_2' });
    await addHooks(store, [hook, buildStoredHook({ id: 'msg_3' }), other]);
    await store.addResults([failureAt(1_000), failureAt(3_000, 'msg_3'), failureAt(5_000)]);
    await store.addResults([failureAt(2_500, 'msg_2')]);
    await store.addResults([successAt(2_000)]);
    assert.equal((await store.getHealth('sub_1'))?.failingSince, 3_000);
    await store.addResults([failureAt(7_000), failureAt(6_000), successAt(5_500, 'msg_3')]);
    assert.equal((await store.getHealth('sub_1'))?.failingSince, 6_000);
  }),
  storeCase('adds 70 results in one call', async (store) => {
    const ids = Array.from({ length: 70 }, (_, number) => `msg_${number}`);
    await addHooks(
      store,
      ids.map((id) => buildStoredHook({ id })),
    );
    const added = await store.addResults(ids.map((id, index) => successAt(1_000 + index, id)));
    assert.equal(added.filter(({ kind }) => kind === 'added').length, 70);
    assert.equal((await store.getHealth('sub_1'))?.successes, 70);
    assert.deepEqual(await store.addResults([]), []);
  }),
  storeCase('keeps results of a subscription that is removed, and no health', async (store) => {
    await store.addEvent(buildStoredEvent(), [hook]);
    const [added] = await store.addResults([failureAt(2_000)]);
    assert.equal(added?.kind, 'added');
    assert.equal((await store.getHook(hook.id))?.attempts, 1);
    assert.equal(await store.getHealth('sub_1'), undefined);
    assert.deepEqual(await store.listFailing({ since: 9_000 }), []);
  }),
];

import assert from 'node:assert/strict';
import {
  buildAttemptResult,
  buildStoredEvent,
  buildStoredHook,
  buildSubscription,
} from './builders.ts';
import { assertSame, type StoreCase, storeCase } from './store-case.ts';

const full = buildSubscription({
  types: ['transfer.*', 'card.frozen'],
  filter: { 'amount.currency': 'EUR', 'amount.value': { gte: 5 } },
  description: 'Überweisungen',
  state: 'disabled',
  disabledReason: 'host',
});

/** What a store does with subscriptions. */
export const subscriptionCases: readonly StoreCase[] = [
  storeCase('gives a subscription back as it was put', async (store) => {
    assert.equal(await store.putSubscription(full), true);
    assertSame(await store.getSubscription(full.id), full);
  }),
  storeCase('knows no subscription that was not put', async (store) => {
    assert.equal(await store.getSubscription('sub_other'), undefined);
    assert.deepEqual(await store.listSubscriptions({}), []);
  }),
  storeCase(
    'takes a change of the version before, and leaves out what it leaves out',
    async (store) => {
      await store.putSubscription(full);
      const changed = buildSubscription({ version: 2, url: 'https://other.example/' });
      assert.equal(await store.putSubscription(changed), true);
      assertSame(await store.getSubscription(full.id), changed);
      assertSame(await store.listSubscriptions({}), [changed]);
    },
  ),
  storeCase('refuses a change of any other version, and keeps what is there', async (store) => {
    const put = (version: number): Promise<boolean> =>
      store.putSubscription(buildSubscription({ version, description: `by ${version}` }));
    assert.equal(await put(2), false);
    assert.equal(await store.getSubscription('sub_1'), undefined);
    assert.equal(await put(1), true);
    for (const version of [1, 3]) assert.equal(await put(version), false);
    assertSame(await store.getSubscription('sub_1'), buildSubscription({ description: 'by 1' }));
    assertSame(await store.listSubscriptions({}), [buildSubscription({ description: 'by 1' })]);
  }),
  storeCase('lets one of those win who change the same version at the same time', async (store) => {
    for (const version of [1, 2]) {
      const puts = Array.from({ length: 5 }, (_, index) =>
        buildSubscription({ version, description: `by ${index}` }),
      );
      const taken = await Promise.all(puts.map((put) => store.putSubscription(put)));
      assert.equal(taken.filter(Boolean).length, 1);
      assertSame(await store.getSubscription('sub_1'), puts[taken.indexOf(true)]);
    }
  }),
  storeCase('lists subscriptions by partner and then id', async (store) => {
    const put = (partnerId: string, id: string) =>
      store.putSubscription(buildSubscription({ partnerId, id }));
    await put('acme-2', 'sub_1');
    await put('acme', 'sub_3');
    await put('globex', 'sub_0');
    await put('acme', 'sub_2');
    const ids = async (partnerId?: string) =>
      (await store.listSubscriptions({ partnerId })).map(({ id }) => id);
    assert.deepEqual(await ids(), ['sub_2', 'sub_3', 'sub_1', 'sub_0']);
    assert.deepEqual(await ids('acme'), ['sub_2', 'sub_3']);
    assert.deepEqual(await ids('acme-2'), ['sub_1']);
    assert.deepEqual(await ids('ac'), []);
  }),
  storeCase('lists all subscriptions, however many', async (store) => {
    const big = 'x'.repeat(100_000);
    for (let number = 0; number < 12; number += 1) {
      const id = `sub_${String(number).padStart(3, '0')}`;
      await store.putSubscription(buildSubscription({ id, description: big }));
    }
    const found = await store.listSubscriptions({ partnerId: 'acme' });
    assert.equal(found.length, 12);
    assert.equal(found.at(-1)?.id, 'sub_011');
  }),
  storeCase('removes a subscription with its health and keeps its hooks', async (store) => {
    await store.putSubscription(full);
    await store.addEvent(buildStoredEvent(), [buildStoredHook()]);
    await store.addResults([buildAttemptResult()]);
    await store.removeSubscription(full.id);
    assert.equal(await store.getSubscription(full.id), undefined);
    assert.deepEqual(await store.listSubscriptions({}), []);
    assert.equal(await store.getHealth(full.id), undefined);
    assert.equal((await store.getHook('msg_1'))?.status, 'delivered');
  }),
  storeCase('takes the removal of what is gone', async (store) => {
    await store.removeSubscription('sub_other');
    await store.putSubscription(full);
    await store.removeSubscription(full.id);
    await store.removeSubscription(full.id);
    assert.deepEqual(await store.listSubscriptions({}), []);
  }),
];

import assert from 'node:assert/strict';
import type { ContractCase } from '@hooklane/core/testing';
import type { SubscriptionStore } from '../subscription-store.ts';

/** An empty store under test. The suite closes it. */
export type MakeSubscriptionStore = () => SubscriptionStore | Promise<SubscriptionStore>;

/** A case of the suite, still without the store that it runs on. */
export type StoreCase = (make: MakeSubscriptionStore) => ContractCase;

/** A case that runs on a store of its own. */
export function storeCase(
  name: string,
  run: (store: SubscriptionStore) => Promise<void>,
): StoreCase {
  return (make) => ({
    name,
    run: async () => {
      await using store = await make();
      await run(store);
    },
  });
}

/** Compares records; a field that is `undefined` is the same as one that is left out. */
export function assertSame(actual: unknown, expected: unknown): void {
  assert.deepEqual(plain(actual), plain(expected));
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

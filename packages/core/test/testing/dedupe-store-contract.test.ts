import { describe, expect, it } from 'vitest';
import type { DedupeStore } from '../../src/index.ts';
import { dedupeStoreContract, type FakeClock } from '../../src/testing.ts';

type Breakage = (store: DedupeStore, deliveries: Map<string, number>) => Partial<DedupeStore>;

describe('a store that keeps the contract', () => {
  const suite = dedupeStoreContract(({ clock }) => storeOn(clock, new Map()));
  for (const { name, run } of suite) it(name, run);
});

describe('dedupeStoreContract', () => {
  it.each<[string, Breakage]>([
    ['lets everybody claim', () => ({ claim: async () => ({ kind: 'claimed' }) })],
    ['lets nobody claim', () => ({ claim: async () => ({ kind: 'busy' }) })],
    [
      'keeps claims for ever',
      (store) => ({ claim: (key) => store.claim(key, { leaseMs: Number.POSITIVE_INFINITY }) }),
    ],
    [
      'ends claims too soon',
      (store) => ({ claim: (key, { leaseMs }) => store.claim(key, { leaseMs: leaseMs - 1 }) }),
    ],
    ['looks before it claims', claimInTwoSteps],
    ['forgets deliveries', () => ({ complete: async () => {} })],
    ['keeps no status', (store) => ({ complete: (key) => store.complete(key, 200) })],
    ['releases nothing', () => ({ release: async () => {} })],
    [
      'forgets a delivery that is released',
      (store, deliveries) => ({
        release: async (key) => {
          deliveries.delete(key);
          await store.release(key);
        },
      }),
    ],
    ['takes all hooks for one', (store) => ({ claim: (_, options) => store.claim('', options) })],
    [
      'leaves partners out of its keys',
      (store) => ({ claim: (key, options) => store.claim(key.replace(/.*\//, ''), options) }),
    ],
  ])('finds out a store that %s', async (_, breakStore) => {
    const suite = dedupeStoreContract(({ clock }) => {
      const deliveries = new Map<string, number>();
      const store = storeOn(clock, deliveries);
      return { ...store, ...breakStore(store, deliveries) };
    });
    const runs = await Promise.allSettled(suite.map(({ run }) => run()));
    expect(runs.map(({ status }) => status)).toContain('rejected');
  });
});

function storeOn(clock: FakeClock, deliveries: Map<string, number>): DedupeStore {
  const claimsEndAt = new Map<string, number>();
  return {
    claim: async (key, { leaseMs }) => {
      const status = deliveries.get(key);
      if (status !== undefined) return { kind: 'delivered', status };
      const now = clock.now();
      if (now < (claimsEndAt.get(key) ?? 0)) return { kind: 'busy' };
      claimsEndAt.set(key, now + leaseMs);
      return { kind: 'claimed' };
    },
    complete: async (key, status) => {
      deliveries.set(key, status);
    },
    release: async (key) => {
      claimsEndAt.delete(key);
    },
  };
}

/** What a store does that reads, waits for the answer, and only then writes. */
function claimInTwoSteps(store: DedupeStore): Partial<DedupeStore> {
  const known = new Set<string>();
  return {
    claim: async (key, options) => {
      const isFree = !known.has(key);
      await Promise.resolve();
      known.add(key);
      const claim = await store.claim(key, options);
      return isFree ? { kind: 'claimed' } : claim;
    },
    complete: async (key, status) => {
      known.add(key);
      await store.complete(key, status);
    },
  };
}

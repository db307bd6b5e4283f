import assert from 'node:assert/strict';
import type { DedupeStore } from '../dedupe-store.ts';
import type { ContractCase } from './contract.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

/** An empty store under test, whose time is that of `clock`. */
export type MakeDedupeStore = (options: {
  readonly clock: FakeClock;
}) => DedupeStore | Promise<DedupeStore>;

const key = 'acme/msg_1';
const leaseMs = 25_000;
const lease = { leaseMs };
const claimed = { kind: 'claimed' };
const busy = { kind: 'busy' };

/** What every {@link DedupeStore} must do. It is to remember deliveries for five minutes at least. */
export function dedupeStoreContract(make: MakeDedupeStore): readonly ContractCase[] {
  const caseOf = (
    name: string,
    run: (store: DedupeStore, clock: FakeClock) => Promise<void>,
  ): ContractCase => ({
    name,
    run: async () => {
      const clock = createFakeClock();
      await run(await make({ clock }), clock);
    },
  });
  return [
    caseOf('lets a hook be claimed that nobody has', async (store) => {
      assert.deepEqual(await store.claim(key, lease), claimed);
    }),
    caseOf('is busy with a hook until its claim ends by itself', async (store, clock) => {
      await store.claim(key, lease);
      await clock.advance(leaseMs - 1);
      assert.deepEqual(await store.claim(key, lease), busy);
      await clock.advance(1);
      assert.deepEqual(await store.claim(key, lease), claimed);
      assert.deepEqual(await store.claim(key, lease), busy);
    }),
    caseOf('gives a hook to one of those who claim it at the same time', async (store) => {
      const claims = await Promise.all(Array.from({ length: 8 }, () => store.claim(key, lease)));
      assert.deepEqual(claims.filter(({ kind }) => kind === 'claimed').length, 1);
      assert.deepEqual(claims.filter(({ kind }) => kind === 'busy').length, 7);
    }),
    caseOf(
      'remembers a delivery and its status after the claim has ended',
      async (store, clock) => {
        await store.claim(key, lease);
        await store.complete(key, 204);
        assert.deepEqual(await store.claim(key, lease), { kind: 'delivered', status: 204 });
        await clock.advance(5 * 60_000);
        assert.deepEqual(await store.claim(key, lease), { kind: 'delivered', status: 204 });
      },
    ),
    caseOf('takes a delivery whose claim has ended, or never was', async (store, clock) => {
      await store.claim(key, lease);
      await clock.advance(leaseMs);
      await store.complete(key, 200);
      await store.complete('acme/msg_2', 201);
      assert.deepEqual(await store.claim(key, lease), { kind: 'delivered', status: 200 });
      assert.deepEqual(await store.claim('acme/msg_2', lease), { kind: 'delivered', status: 201 });
    }),
    caseOf('lets a hook be claimed again at once when it is released', async (store) => {
      await store.claim(key, lease);
      await store.release(key);
      assert.deepEqual(await store.claim(key, lease), claimed);
      assert.deepEqual(await store.claim(key, lease), busy);
    }),
    caseOf('takes the release of what nobody has claimed', async (store) => {
      await store.release(key);
      assert.deepEqual(await store.claim(key, lease), claimed);
    }),
    caseOf('forgets no delivery when a slower attempt is released', async (store, clock) => {
      await store.claim(key, lease);
      await clock.advance(leaseMs);
      await store.claim(key, lease);
      await store.complete(key, 200);
      await store.release(key);
      assert.deepEqual(await store.claim(key, lease), { kind: 'delivered', status: 200 });
    }),
    caseOf('keeps hooks apart', async (store) => {
      await store.claim(key, lease);
      await store.complete('acme/msg_2', 200);
      assert.deepEqual(await store.claim(key, lease), busy);
      assert.deepEqual(await store.claim('globex/msg_1', lease), claimed);
      assert.deepEqual(await store.claim('acme/constructor', lease), claimed);
    }),
  ];
}

import { expect } from 'vitest';
import type { ReplayGuard } from '../src/index.ts';

/** A store with guards on it, and its time. */
export interface GuardUnderTest {
  /** A guard on the store; every call makes another. */
  readonly open: () => ReplayGuard;
  /** Lets the lease of the claim on a key end. */
  readonly endLease: (key: string) => Promise<void>;
  /** Milliseconds that a processed key is still remembered. */
  readonly remembersFor: (key: string) => Promise<number>;
}

export interface ContractCase {
  readonly name: string;
  readonly run: () => Promise<void>;
}

export const retentionSeconds = 400_000;

/** What every replay guard does. `create` gives a store of its own to each case. */
export function replayGuardContract(
  create: () => Promise<GuardUnderTest>,
): readonly ContractCase[] {
  const on = (name: string, run: (guard: ReplayGuard, test: GuardUnderTest) => Promise<void>) => ({
    name,
    run: async () => {
      const test = await create();
      await run(test.open(), test);
    },
  });
  return [
    on('gives a key to one of fifty that claim it at once', async (guard, test) => {
      const other = test.open();
      const claims = await Promise.all(
        Array.from({ length: 50 }, (_, index) => (index % 2 ? guard : other).claim('a')),
      );
      expect(claims.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
      expect(claims.filter(({ kind }) => kind === 'processing')).toHaveLength(49);
    }),
    on('says that a key is processed once it is complete', async (guard, test) => {
      await guard.claim('a');
      await guard.complete('a');
      expect(await test.open().claim('a')).toEqual({ kind: 'processed' });
      expect((await guard.claim('b')).kind).toBe('claimed');
    }),
    on('gives a key again that was given back', async (guard) => {
      await guard.release('a', await claimed(guard, 'a'));
      expect((await guard.claim('a')).kind).toBe('claimed');
    }),
    on('takes nothing back by the token of another claim', async (guard, test) => {
      const first = await claimed(guard, 'a');
      await test.endLease('a');
      const second = await claimed(test.open(), 'a');
      expect(second).not.toBe(first);
      await guard.release('a', first);
      expect((await guard.claim('a')).kind).toBe('processing');
      await guard.release('a', second);
      expect((await guard.claim('a')).kind).toBe('claimed');
    }),
    on('keeps what is complete from being given back', async (guard) => {
      const token = await claimed(guard, 'a');
      await guard.complete('a');
      await guard.release('a', token);
      expect((await guard.claim('a')).kind).toBe('processed');
    }),
    on('gives a key to another when its lease has ended', async (guard, test) => {
      await guard.claim('a');
      await test.endLease('a');
      expect((await test.open().claim('a')).kind).toBe('claimed');
    }),
    on('remembers a key as processed although its claim was taken over', async (guard, test) => {
      await guard.claim('a');
      await test.endLease('a');
      const second = await claimed(test.open(), 'a');
      await guard.complete('a');
      await test.open().release('a', second);
      expect((await guard.claim('a')).kind).toBe('processed');
    }),
    on('remembers what is processed for the retention', async (guard, test) => {
      await guard.claim('a');
      await guard.complete('a');
      const ms = await test.remembersFor('a');
      expect(ms).toBeGreaterThan(retentionSeconds * 1_000 - 10_000);
      expect(ms).toBeLessThanOrEqual(retentionSeconds * 1_000);
    }),
    on('keeps odd and long keys apart', async (guard) => {
      const keys = ['', 'ü/👩‍🚀', "'; --", '*', 'x'.repeat(400), 'x'.repeat(401), 'a b\n'].map(
        (key) => `k${key}`,
      );
      for (const key of keys) expect((await guard.claim(key)).kind).toBe('claimed');
      for (const key of keys) expect((await guard.claim(key)).kind).toBe('processing');
    }),
  ];
}

async function claimed(guard: ReplayGuard, key: string): Promise<string> {
  const claim = await guard.claim(key);
  if (claim.kind === 'claimed') return claim.token;
  throw new Error(`Expected to claim ${key}. Received: ${claim.kind}`);
}

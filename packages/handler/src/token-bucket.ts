import type { Clock } from '@hooklane/core';

/** Lets through so many a second, in the order in which they came. */
export interface TokenBucket {
  /** How many milliseconds `take` would last now. */
  readonly waitMs: number;
  /** Resolves when it is the caller's turn; rejects with the signal's reason when `signal` aborts first. */
  take(signal?: AbortSignal): Promise<void>;
}

/** Makes a bucket that holds one second's worth of tokens, one at least, and begins full. */
export function createTokenBucket(perSecond: number, clock: Clock): TokenBucket {
  const intervalMs = 1_000 / perSecond;
  const burstMs = Math.max(0, 1_000 - intervalMs);
  /** When the next token would be there if the bucket were empty: the generic cell rate algorithm. */
  let nextAt = Number.NEGATIVE_INFINITY;
  const turnAt = (now: number): number => Math.max(nextAt, now - burstMs);
  return {
    get waitMs() {
      const now = clock.now();
      return Math.max(0, Math.ceil(turnAt(now) - now));
    },
    take: async (signal) => {
      const now = clock.now();
      const at = turnAt(now);
      nextAt = at + intervalMs;
      if (at > now) await clock.sleep(Math.ceil(at - now), { signal });
    },
  };
}

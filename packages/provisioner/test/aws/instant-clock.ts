import type { Clock } from '@hooklane/core';

/** A clock whose sleeps are over at once: time moves by what is slept, and by nothing else. */
export function createInstantClock(startMs: number = Date.UTC(2026, 0, 1)): Clock {
  let now = startMs;
  return {
    now: () => now,
    sleep: async (ms, { signal } = {}) => {
      signal?.throwIfAborted();
      now += ms;
    },
  };
}

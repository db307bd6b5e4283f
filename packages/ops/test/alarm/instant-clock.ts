import type { Clock } from '@hooklane/core';

/** A clock whose sleeps are over at once, and which remembers them. */
export interface InstantClock extends Clock {
  readonly slept: number[];
  /** Lets time pass. */
  pass(ms: number): void;
}

/** Makes a clock on which time moves by what is slept, and by what is passed. */
export function createInstantClock(startMs: number = Date.UTC(2026, 2, 4, 5, 6, 10)): InstantClock {
  let now = startMs;
  const slept: number[] = [];
  return {
    now: () => now,
    slept,
    pass: (ms) => {
      now += ms;
    },
    sleep: async (ms, { signal } = {}) => {
      signal?.throwIfAborted();
      slept.push(ms);
      now += ms;
    },
  };
}

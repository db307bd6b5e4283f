import type { Clock } from '../clock.ts';

/** A clock that moves only when told to. */
export interface FakeClock extends Clock {
  /**
   * Moves the time on by `ms`, waking sleepers in the order in which they are due and letting each
   * run as far as it can before the next.
   */
  advance(ms: number): Promise<void>;
  /** How many sleepers wait. */
  readonly sleeping: number;
}

interface Sleeper {
  readonly wakesAt: number;
  wake(): void;
}

/** Makes a clock for tests, by default at 2026-01-01T00:00:00Z. */
export function createFakeClock(startMs: number = Date.UTC(2026, 0, 1)): FakeClock {
  let now = startMs;
  const sleepers = new Set<Sleeper>();
  return {
    now: () => now,
    sleep: (ms, { signal } = {}) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const leave = (): void => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', onAbort);
        };
        const onAbort = (): void => {
          leave();
          reject(signal?.reason);
        };
        const sleeper: Sleeper = {
          wakesAt: now + ms,
          wake: () => {
            leave();
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
    advance: async (ms) => {
      const target = now + ms;
      await settle();
      for (
        let next = earliest(sleepers);
        next && next.wakesAt <= target;
        next = earliest(sleepers)
      ) {
        now = Math.max(now, next.wakesAt);
        next.wake();
        await settle();
      }
      now = target;
      await settle();
    },
    get sleeping() {
      return sleepers.size;
    },
  };
}

function earliest(sleepers: ReadonlySet<Sleeper>): Sleeper | undefined {
  let first: Sleeper | undefined;
  for (const sleeper of sleepers) {
    if (first === undefined || sleeper.wakesAt < first.wakesAt) first = sleeper;
  }
  return first;
}

// setImmediate runs after all microtasks, and after I/O that is ready.
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

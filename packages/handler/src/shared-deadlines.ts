import type { Clock } from '@hooklane/core';

/** Deadlines of POSTs. */
export interface SharedDeadlines {
  /** Calls `onPassed` after `ms` milliseconds, unless what it returns is called before. */
  start(ms: number, onPassed: () => void): () => void;
}

interface Timer {
  /** Milliseconds since the epoch. */
  readonly begunAt: number;
  readonly waiting: Set<() => void>;
  readonly over: AbortController;
}

/** Given as a reason, since making an `AbortError` costs as much as a tenth of a POST. */
const ended = 'All have ended';

/**
 * Makes deadlines that share a timer when they begin in the same turn of the event loop, at the same millisecond, and
 * last equally long, as those of a batch do: a timer for each costs a tenth of a POST. A timer ends with the last that
 * needs it.
 */
export function createSharedDeadlines(clock: Clock): SharedDeadlines {
  let ofThisTurn: Map<number, Timer> | undefined;

  const startTimer = (ms: number): Timer => {
    const timer: Timer = {
      begunAt: clock.now(),
      waiting: new Set(),
      over: new AbortController(),
    };
    clock.sleep(ms, { signal: timer.over.signal }).then(
      () => {
        for (const onPassed of timer.waiting) onPassed();
      },
      () => {}, // All ended before.
    );
    return timer;
  };
  const timerOf = (ms: number): Timer => {
    if (ofThisTurn === undefined) {
      ofThisTurn = new Map();
      setImmediate(() => {
        ofThisTurn = undefined;
      });
    }
    const known = ofThisTurn.get(ms);
    // A turn may be long when the process is busy.
    if (known?.begunAt === clock.now() && !known.over.signal.aborted) return known;
    const timer = startTimer(ms);
    ofThisTurn.set(ms, timer);
    return timer;
  };
  return {
    start: (ms, onPassed) => {
      const { waiting, over } = timerOf(ms);
      waiting.add(onPassed);
      return () => {
        if (waiting.delete(onPassed) && waiting.size === 0) over.abort(ended);
      };
    },
  };
}

/** Lets a number of tasks run at the same time, the others in the order in which they came. */
export interface Limiter {
  /** Runs a task in its turn; rejects with the signal's reason when `signal` aborts before that. */
  run<Result>(task: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
  /** Tasks that may run at the same time. */
  readonly places: number;
  /** Tasks that could start at once. */
  readonly free: number;
  /** Tasks that wait for their turn. */
  readonly waiting: number;
  /** Resolves as soon as no task waits for its turn. */
  whenNoneWaits(): Promise<void>;
}

/** Makes a limiter for `most` tasks at a time. */
export function createLimiter(most: number): Limiter {
  let running = 0;
  const waiting = new Set<() => void>();
  let watching: (() => void)[] = [];
  const leaveLine = (onTurn: () => void): void => {
    waiting.delete(onTurn);
    if (waiting.size > 0) return;
    const woken = watching;
    watching = [];
    for (const wake of woken) wake();
  };

  const enter = (signal: AbortSignal | undefined): Promise<void> => {
    if (running < most) {
      running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const onTurn = (): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = (): void => {
        leaveLine(onTurn);
        reject(signal?.reason);
      };
      waiting.add(onTurn);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  };

  const leave = (): void => {
    const [next] = waiting;
    if (next !== undefined) {
      next(); // The place passes on; `running` stays.
      leaveLine(next);
      return;
    }
    running -= 1;
  };

  return {
    run: async (task, signal) => {
      signal?.throwIfAborted();
      await enter(signal);
      try {
        return await task();
      } finally {
        leave();
      }
    },
    places: most,
    get free() {
      return most - running;
    },
    get waiting() {
      return waiting.size;
    },
    whenNoneWaits: () =>
      waiting.size === 0 ? Promise.resolve() : new Promise((resolve) => watching.push(resolve)),
  };
}

/** Lets a number of tasks run at the same time, the others in the order in which they came. */
export interface Limiter {
  /** Runs a task in its turn; rejects with the signal's reason when `signal` aborts before that. */
  run<Result>(task: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
  /** Tasks that could start at once. */
  readonly free: number;
  /** Resolves as soon as a task could start at once. */
  whenFree(): Promise<void>;
}

/** Makes a limiter for `most` tasks at a time. */
export function createLimiter(most: number): Limiter {
  let running = 0;
  const waiting = new Set<() => void>();
  let idle: (() => void)[] = [];

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
        waiting.delete(onTurn);
        reject(signal?.reason);
      };
      waiting.add(onTurn);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  };

  const leave = (): void => {
    const [next] = waiting;
    if (next !== undefined) {
      waiting.delete(next);
      next(); // The place passes on; `running` stays.
      return;
    }
    running -= 1;
    const woken = idle;
    idle = [];
    for (const wake of woken) wake();
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
    get free() {
      return most - running;
    },
    whenFree: () =>
      running < most ? Promise.resolve() : new Promise((resolve) => idle.push(resolve)),
  };
}

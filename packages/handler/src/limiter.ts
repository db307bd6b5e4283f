/** Lets a number of tasks run at the same time, the others in the order in which they came. */
export interface Limiter {
  run<Result>(task: () => Promise<Result>): Promise<Result>;
  /** Tasks that could start at once. */
  readonly free: number;
  /** Resolves as soon as a task could start at once. */
  whenFree(): Promise<void>;
}

/** Makes a limiter for `most` tasks at a time. */
export function createLimiter(most: number): Limiter {
  let running = 0;
  const waiting: (() => void)[] = [];
  const idle: (() => void)[] = [];

  const leave = (): void => {
    const next = waiting.shift();
    if (next !== undefined) {
      next(); // The place passes on; `running` stays.
      return;
    }
    running -= 1;
    for (const wake of idle.splice(0)) wake();
  };

  return {
    run: async (task) => {
      if (running < most) running += 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
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

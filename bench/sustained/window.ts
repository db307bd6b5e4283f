/** Bounds what is under way: who puts more in waits until enough has come out. */
export interface Window {
  /** Resolves when there is room for `count` more. */
  enter(count: number): Promise<void>;
  leave(count: number): void;
  readonly size: number;
  /** Resolves when nothing is under way; `false` when that takes too long. */
  drain(longestMs: number): Promise<boolean>;
}

export function createWindow(most: number): Window {
  let size = 0;
  let waiting: (() => void)[] = [];
  const change = (): Promise<void> => new Promise((resolve) => void waiting.push(resolve));
  return {
    enter: async (count) => {
      while (size + count > most) await change();
      size += count;
    },
    leave: (count) => {
      size -= count;
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    get size() {
      return size;
    },
    drain: async (longestMs) => {
      const deadline = performance.now() + longestMs;
      const timer = setInterval(() => {
        for (const wake of waiting) wake();
      }, 100);
      while (size > 0 && performance.now() < deadline) await change();
      clearInterval(timer);
      return size === 0;
    },
  };
}

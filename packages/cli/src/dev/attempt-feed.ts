import type { AttemptResult } from '@hooklane/core';

/** Hands every attempt on to all who listen. */
export interface AttemptFeed {
  publish(result: AttemptResult): void;
  /** Listens until the returned function is called. */
  subscribe(listener: (result: AttemptResult) => void): () => void;
}

export function createAttemptFeed(): AttemptFeed {
  const listeners = new Set<(result: AttemptResult) => void>();
  return {
    publish: (result) => {
      for (const listener of listeners) listener(result);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

import type { EntryOutcome } from '@hooklane/queue';

type Step = 'send' | 'delete';

/** Counts requests that SQS refused as a whole: a missing right or queue would refuse all that follow as well. */
export interface Refusals {
  note(step: Step, outcomes: readonly EntryOutcome[]): void;
  /** The most refusals in a row of one step. */
  readonly inARow: number;
}

/** Makes a count at zero. */
export function createRefusals(): Refusals {
  const counts: Record<Step, number> = { send: 0, delete: 0 };
  return {
    get inARow() {
      return Math.max(counts.send, counts.delete);
    },
    note: (step, outcomes) => {
      if (outcomes.length === 0) return;
      // Only a request that failed as a whole has a cause.
      const isRefused = outcomes.every((outcome) => !outcome.ok && outcome.cause !== undefined);
      counts[step] = isRefused ? counts[step] + 1 : 0;
    },
  };
}

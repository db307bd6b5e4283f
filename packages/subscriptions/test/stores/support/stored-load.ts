import type { AttemptResult } from '@hooklane/core';
import type { StoredHook } from '../../../src/stored-hook.ts';
import { buildAttemptResult, buildStoredHook } from '../../../src/testing.ts';

export const hooksPerEvent = 3;

/** The hooks of an event, one for each of three subscriptions. */
export function hooksOf(eventId: string): readonly StoredHook[] {
  return Array.from({ length: hooksPerEvent }, (_, number) =>
    buildStoredHook({ id: `${eventId}_${number}`, eventId, subscriptionId: `sub_${number}` }),
  );
}

/** A result for each hook of an event: of the first a failure. */
export function resultsOf(eventId: string, startedAt: number): readonly AttemptResult[] {
  return hooksOf(eventId).map(({ id }, number) =>
    number === 0
      ? buildAttemptResult({
          hookId: id,
          startedAt,
          outcome: { kind: 'refused', status: 500 },
          next: { kind: 'requeue', attempt: 2, dueAt: startedAt + 5_000 },
        })
      : buildAttemptResult({ hookId: id, startedAt }),
  );
}

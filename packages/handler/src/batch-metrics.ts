import type { AttemptOutcome, BatchMetrics } from '@hooklane/core';
import type { Lane } from './lane.ts';
import type { DueOutcome } from './make-attempt.ts';
import type { Attempt } from './settle-attempts.ts';

/** What is counted of a batch. */
export interface CountedBatch {
  readonly outcomes: readonly DueOutcome[];
  readonly poison: number;
  readonly held: number;
}

/** Hands the figures of a batch to the lane's metrics; what they throw is logged. */
export function recordBatch(lane: Lane, batch: CountedBatch): void {
  const { metrics, logger } = lane.delivery;
  if (metrics === undefined) return;
  try {
    metrics.record(countBatch(lane.partnerId, batch));
  } catch (error) {
    const code = error instanceof Error ? error.name : 'unknown';
    logger.error({ message: 'The metrics failed', partnerId: lane.partnerId, code });
  }
}

function countBatch(partnerId: string, { outcomes, poison, held }: CountedBatch): BatchMetrics {
  const made = outcomes.flatMap((outcome) =>
    outcome.kind === 'attempted' && outcome.isNew ? [outcome.attempt] : [],
  );
  const countOf = (...kinds: readonly AttemptOutcome['kind'][]): number =>
    made.filter(({ result }) => kinds.includes(result.outcome.kind)).length;
  const buried = (reason: 'exhausted' | 'rejected'): number =>
    made.filter(({ result: { next } }) => next.kind === 'bury' && next.reason === reason).length;
  const posted = made.filter(isPosted);
  return {
    partnerId,
    delivered: countOf('delivered'),
    failed: countOf('refused', 'unanswered'),
    exhausted: buried('exhausted'),
    rejected: buried('rejected'),
    poison,
    declined: countOf('gone', 'aborted'),
    unsigned: countOf('unsigned'),
    held,
    durationsMs: posted.map(({ result }) => result.durationMs),
    delaysMs: posted.map(({ result, due }) => Math.max(0, result.startedAt - due.dueAt)),
  };
}

function isPosted({ result: { outcome } }: Attempt): boolean {
  return outcome.kind !== 'rejected' && outcome.kind !== 'unsigned' && outcome.kind !== 'discarded';
}

import type { AttemptResult } from '@hooklane/core';

/** An attempt as `dev` and `tail` tell of it, wherever it was made. */
export interface AttemptLine {
  /** When it ended, in milliseconds since the epoch. */
  readonly time: number;
  readonly partnerId: string;
  readonly hookId: string;
  readonly type: string;
  /** From 1. */
  readonly attempt: number;
  readonly host: string;
  /** Kind of the outcome. */
  readonly outcome: string;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly durationMs: number;
  /** When the next attempt is due, in milliseconds since the epoch. */
  readonly dueAt?: number | undefined;
  /** Why the hook was given up. */
  readonly deadLetter?: string | undefined;
}

/** Tells of an attempt by its result. */
export function lineOfResult(result: AttemptResult): AttemptLine {
  const { partnerId, hookId, type, attempt, host, durationMs, outcome, next } = result;
  return {
    time: result.startedAt + durationMs,
    partnerId,
    hookId,
    type,
    attempt,
    host,
    outcome: outcome.kind,
    ...('status' in outcome && { status: outcome.status }),
    ...('code' in outcome && { code: outcome.code }),
    durationMs,
    ...(next.kind === 'requeue' && { dueAt: next.dueAt }),
    ...(next.kind === 'bury' && { deadLetter: next.reason }),
  };
}

/** Whether the hook did not reach its partner in this attempt. */
export function isFailed({ outcome }: Pick<AttemptLine, 'outcome'>): boolean {
  return outcome !== 'delivered';
}

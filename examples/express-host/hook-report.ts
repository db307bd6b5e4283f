import type { AttemptResult } from '@hooklane/core';
import type { StoredHook } from '@hooklane/subscriptions';

/** A hook as the API shows it: neither its body nor the path of its URL, which may hold what is secret. */
export interface HookReport {
  readonly id: string;
  readonly partnerId: string;
  readonly type: string;
  readonly status: string;
  readonly attempts: readonly AttemptReport[];
  readonly nextAttemptAt?: string;
}

export interface AttemptReport {
  readonly attempt: number;
  readonly at: string;
  readonly durationMs: number;
  readonly outcome: string;
  /** Status of the answer, where there was one. */
  readonly status?: number;
  /** Why there was none: `timeout`, `refused`. */
  readonly code?: string;
}

/** Describes a hook and its attempts. */
export function describeHook(
  { id, partnerId, type, status, nextDueAt }: StoredHook,
  results: readonly AttemptResult[],
): HookReport {
  return {
    id,
    partnerId,
    type,
    status,
    attempts: results.map(describeAttempt),
    ...(nextDueAt !== undefined && { nextAttemptAt: new Date(nextDueAt).toISOString() }),
  };
}

function describeAttempt({
  attempt,
  startedAt,
  durationMs,
  outcome,
}: AttemptResult): AttemptReport {
  return {
    attempt,
    at: new Date(startedAt).toISOString(),
    durationMs,
    outcome: outcome.kind,
    ...('status' in outcome && { status: outcome.status }),
    ...('code' in outcome && { code: outcome.code }),
  };
}

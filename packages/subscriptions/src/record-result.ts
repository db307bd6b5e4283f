import type { AttemptResult } from '@hooklane/core';
import type { EndpointHealth } from './endpoint-health.ts';
import type { HookStatus, StoredHook } from './stored-hook.ts';

/**
 * A hook after a result of one of its attempts. Results may come late, in any order, and from two copies of a message:
 * what the hook says is that of its newest delivery, or without one of its newest attempt, in whatever order they come.
 */
export function hookAfter(hook: StoredHook, result: AttemptResult): StoredHook {
  const counted = { ...hook, attempts: hook.attempts + (isAttempt(result) ? 1 : 0) };
  if (!decides(hook, result)) return counted;
  const { outcome, next } = result;
  return {
    ...counted,
    status: statusAfter(result),
    lastAttemptAt: result.startedAt,
    nextDueAt: next.kind === 'requeue' ? next.dueAt : undefined,
    lastStatus: 'status' in outcome ? outcome.status : undefined,
    lastCode: 'code' in outcome ? outcome.code : undefined,
  };
}

function decides(hook: StoredHook, { outcome, startedAt }: AttemptResult): boolean {
  const isDelivery = outcome.kind === 'delivered';
  if (isDelivery !== (hook.status === 'delivered')) return isDelivery;
  return startedAt >= (hook.lastAttemptAt ?? 0);
}

/** What {@link healthAfter} cannot know from the health alone. */
export interface HealthAfterOptions {
  /** When the first failure after this success was made, as far as its result is known. Asked when {@link splitsFailures}. */
  readonly firstFailureAfter?: number | undefined;
}

/** The health of an endpoint after a result. What was not sent tells nothing of it. */
export function healthAfter(
  health: EndpointHealth,
  result: AttemptResult,
  { firstFailureAfter }: HealthAfterOptions = {},
): EndpointHealth {
  switch (signOf(result)) {
    case 'success':
      return afterSuccess(health, result.startedAt, firstFailureAfter);
    case 'failure':
      return afterFailure(health, result.startedAt);
    case 'none':
      return health;
  }
}

/**
 * Tells whether a result is a success that comes late, between failures that are known: `failingSince` is then one of
 * those after it, and the health does not say which.
 */
export function splitsFailures(health: EndpointHealth, result: AttemptResult): boolean {
  const { failingSince, lastFailureAt } = health;
  if (failingSince === undefined || lastFailureAt === undefined) return false;
  const { startedAt } = result;
  return signOf(result) === 'success' && failingSince <= startedAt && startedAt < lastFailureAt;
}

/** Tells whether a result speaks against its endpoint. */
export function isFailure(result: AttemptResult): boolean {
  return signOf(result) === 'failure';
}

function signOf({ outcome }: AttemptResult): 'success' | 'failure' | 'none' {
  switch (outcome.kind) {
    case 'delivered':
    // The partner is there, and says what it does not want.
    case 'aborted':
      return 'success';
    case 'refused':
    case 'unanswered':
    case 'gone':
      return 'failure';
    case 'rejected':
    case 'unsigned':
    case 'discarded':
      return 'none';
    default:
      return outcome satisfies never;
  }
}

function afterSuccess(
  health: EndpointHealth,
  at: number,
  firstFailureAfter: number | undefined,
): EndpointHealth {
  const { failingSince, warnedAt, ...rest } = health;
  const counted = {
    ...rest,
    successes: health.successes + 1,
    lastSuccessAt: Math.max(health.lastSuccessAt ?? at, at),
  };
  if (failingSince === undefined) return counted;
  // A success that comes late does not end failures that began after it.
  if (failingSince > at) return { ...counted, failingSince, warnedAt };
  const { lastFailureAt = at } = health;
  return lastFailureAt > at
    ? { ...counted, failingSince: firstFailureAfter ?? lastFailureAt }
    : counted;
}

function afterFailure(health: EndpointHealth, at: number): EndpointHealth {
  const isAfterSuccess = health.lastSuccessAt === undefined || at > health.lastSuccessAt;
  return {
    ...health,
    failures: health.failures + 1,
    lastFailureAt: Math.max(health.lastFailureAt ?? at, at),
    ...(isAfterSuccess && { failingSince: Math.min(health.failingSince ?? at, at) }),
  };
}

function isAttempt({ outcome }: AttemptResult): boolean {
  return outcome.kind !== 'unsigned' && outcome.kind !== 'rejected' && outcome.kind !== 'discarded';
}

function statusAfter({ outcome, next }: AttemptResult): HookStatus {
  switch (outcome.kind) {
    case 'delivered':
    case 'gone':
    case 'aborted':
    case 'rejected':
    case 'discarded':
      return outcome.kind;
    case 'refused':
    case 'unanswered':
      return next.kind === 'bury' ? 'exhausted' : 'retrying';
    case 'unsigned':
      return 'retrying';
    default:
      return outcome satisfies never;
  }
}

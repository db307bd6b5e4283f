import {
  type AttemptOutcome,
  type AttemptResult,
  type DedupeClaim,
  dedupeKey,
  isHooklaneError,
  wantsNoMoreHooks,
} from '@hooklane/core';
import { attemptHook, resultWithoutPost } from './attempt-hook.ts';
import { logAttempt } from './attempt-log.ts';
import type { Lane } from './lane.ts';
import { type Attempt, beginProgress } from './settle-attempts.ts';
import type { DueHook } from './sort-batch.ts';

/** What became of a hook that was due. */
export type DueOutcome =
  | {
      readonly kind: 'attempted';
      readonly attempt: Attempt;
      /** Whether the attempt was made now; otherwise it was known, and only needs to be settled. */
      readonly isNew: boolean;
    }
  /** Not to be POSTed before `until`, in milliseconds since the epoch. */
  | { readonly kind: 'waiting'; readonly until: number }
  /** Not begun, or broken off by the signal. */
  | { readonly kind: 'unstarted' }
  /** A fault of this process. */
  | { readonly kind: 'broken' };

/** When attempts begin no more, and when they break off. */
export interface AttemptLimits {
  /**
   * Asked before each POST, with the milliseconds that it has to wait first; `false` leaves the hook for
   * later. @default always true
   */
  readonly mayStart?: ((waitMs: number) => boolean) | undefined;
  /** Begins no further POST: hooks that wait for their turn are left for later. */
  readonly stop?: AbortSignal | undefined;
  /** Breaks off POSTs under way; what has been POSTed is still settled. */
  readonly signal?: AbortSignal | undefined;
}

/** How long a claim outlives its POST, for the results and requeues that follow. */
const settleMs = 10_000;

/** Attempts a hook when the lane's limits, breaker and dedupe store let it. Never rejects. */
export async function makeAttempt(
  due: DueHook,
  lane: Lane,
  limits: AttemptLimits,
): Promise<DueOutcome> {
  const known = lane.unsettled.take(due.hook.id, due.attempt);
  if (known !== undefined) return { kind: 'attempted', attempt: { ...known, due }, isNew: false };
  const { stop, signal } = limits;
  try {
    return await lane.limiter.run(() => attemptInTurn(due, lane, limits), stop ?? signal);
  } catch (error) {
    // Only the signals reject with their reasons, before a POST or in the middle of it.
    if (stop?.aborted || signal?.aborted) return { kind: 'unstarted' };
    logFault(lane, error, 'An attempt broke off; its hook comes back', due.hook.id);
    return { kind: 'broken' };
  }
}

async function attemptInTurn(due: DueHook, lane: Lane, limits: AttemptLimits): Promise<DueOutcome> {
  const { tokens } = lane;
  const isOver = (waitMs: number): boolean =>
    limits.stop?.aborted === true ||
    limits.signal?.aborted === true ||
    limits.mayStart?.(waitMs) === false;
  if (isOver(tokens?.waitMs ?? 0)) return { kind: 'unstarted' };
  const admission = lane.breaker.admit(lane.attemptContext.random);
  if (admission.kind === 'wait') return { kind: 'waiting', until: admission.until };
  let outcome: AttemptOutcome | undefined;
  try {
    if (tokens !== undefined) {
      await tokens.take(limits.stop ?? limits.signal);
      if (isOver(0)) return { kind: 'unstarted' };
    }
    const made = await attemptOnce(due, lane, limits.signal);
    if (made.kind === 'attempted' && made.isNew) outcome = made.attempt.result.outcome;
    return made;
  } finally {
    lane.breaker.report(admission, outcome);
  }
}

/** POSTs the hook, unless it is known that the partner has it or is getting it. */
async function attemptOnce(
  due: DueHook,
  lane: Lane,
  signal: AbortSignal | undefined,
): Promise<DueOutcome> {
  const { hook, attempt } = due;
  const { clock } = lane.delivery;
  const leaseMs = lane.attemptContext.policy.timeoutMs + settleMs;
  const claim = await claimHook(due, lane, leaseMs);
  if (claim.kind === 'busy') return { kind: 'waiting', until: clock.now() + leaseMs };
  if (claim.kind === 'delivered') {
    const outcome: AttemptOutcome = { kind: 'delivered', status: claim.status };
    const result = resultWithoutPost(hook, attempt, outcome, lane.attemptContext);
    return { kind: 'attempted', attempt: { ...beginProgress(result, lane), due }, isNew: false };
  }
  let result: AttemptResult | undefined;
  try {
    result = await attemptHook(hook, attempt, lane.attemptContext, signal);
  } finally {
    await endClaim(due, lane, result?.outcome);
  }
  await report(result, due, lane);
  return { kind: 'attempted', attempt: { ...beginProgress(result, lane), due }, isNew: true };
}

/** Ends a hook whose partner is deleted. */
export function discardHook(due: DueHook, lane: Lane): DueOutcome {
  const outcome: AttemptOutcome = { kind: 'discarded', code: 'partner_deleted' };
  const result = resultWithoutPost(due.hook, due.attempt, outcome, lane.attemptContext);
  logAttempt(result, lane.delivery.logger);
  return { kind: 'attempted', attempt: { ...beginProgress(result, lane), due }, isNew: true };
}

async function claimHook({ hook }: DueHook, lane: Lane, leaseMs: number): Promise<DedupeClaim> {
  const { dedupe } = lane.delivery;
  if (dedupe === undefined) return { kind: 'claimed' };
  try {
    return await dedupe.claim(dedupeKey(hook), { leaseMs });
  } catch (error) {
    logFault(lane, error, 'The dedupe store failed; the hook is delivered without it', hook.id);
    return { kind: 'claimed' };
  }
}

async function endClaim(
  { hook }: DueHook,
  lane: Lane,
  outcome: AttemptOutcome | undefined,
): Promise<void> {
  const { dedupe } = lane.delivery;
  if (dedupe === undefined) return;
  try {
    if (outcome?.kind === 'delivered') await dedupe.complete(dedupeKey(hook), outcome.status);
    else await dedupe.release(dedupeKey(hook));
  } catch (error) {
    logFault(lane, error, 'The dedupe store failed; the hook may be delivered twice', hook.id);
  }
}

/** Tells the log and the host what became of an attempt. */
async function report(result: AttemptResult, { hook }: DueHook, lane: Lane): Promise<void> {
  const { logger, onAttempt, onGone } = lane.delivery;
  logAttempt(result, logger);
  try {
    onAttempt?.(result, hook);
    if (wantsNoMoreHooks(result.outcome)) await onGone?.(result, hook);
  } catch (error) {
    logFault(lane, error, 'onAttempt or onGone threw', hook.id);
  }
}

function logFault(lane: Lane, error: unknown, message: string, hookId: string): void {
  // Only the name: the message of an unknown error may quote anything.
  const name = error instanceof Error ? error.name : 'unknown';
  const code = isHooklaneError(error) ? error.code : name;
  lane.delivery.logger.error({ message, partnerId: lane.partnerId, hookId, code });
}

import type { AttemptOutcome } from './attempt-outcome.ts';
import type { ResolvedPartnerPolicy } from './partner-policy.ts';
import { gapAfterAttempt, longestJitter } from './retry-schedule.ts';
import { toSharedMoment } from './shared-moment.ts';

/** What happens to a hook after an attempt. */
export type NextStep =
  /** Its way ends here: the partner has it, never wants it, or is no more. */
  | { readonly kind: 'finish' }
  /** Back into its lane for `attempt`, due at `dueAt` (milliseconds since the epoch). */
  | { readonly kind: 'requeue'; readonly attempt: number; readonly dueAt: number }
  /** To the dead-letter queue. */
  | { readonly kind: 'bury'; readonly reason: 'exhausted' | 'rejected' };

/** What {@link decideNextStep} looks at, beside the outcome. */
export interface DecideNextStepOptions {
  /** Number of the attempt that ran, from 1. */
  readonly attempt: number;
  /** When it began, in milliseconds since the epoch. */
  readonly startedAt: number;
  readonly now: number;
  readonly policy: Pick<ResolvedPartnerPolicy, 'schedule' | 'jitter'>;
  /** From 0 to below 1, as `Math.random`. */
  readonly random: () => number;
}

/** A partner may ask for a day at most (RFC 9110 sets no limit; without one a hook could never end). */
export const longestRetryAfterMs: number = 24 * 3_600_000;

/** An overloaded partner gets a minute of rest, whatever its schedule says. */
const shortestOverloadGapMs = 60_000;

/** How long a hook waits that could not be signed. */
const unsignedGapMs = 60_000;

/** Decides from an attempt's outcome what happens to the hook next. */
export function decideNextStep(outcome: AttemptOutcome, options: DecideNextStepOptions): NextStep {
  switch (outcome.kind) {
    case 'delivered':
    case 'gone':
    case 'aborted':
    case 'discarded':
      return { kind: 'finish' };
    case 'rejected':
      return { kind: 'bury', reason: 'rejected' };
    case 'unsigned':
      return { kind: 'requeue', attempt: options.attempt, dueAt: options.now + unsignedGapMs };
    case 'refused':
    case 'unanswered':
      return retryOrExhaust(outcome, options);
    default:
      return outcome satisfies never;
  }
}

function retryOrExhaust(
  outcome: Extract<AttemptOutcome, { kind: 'refused' | 'unanswered' }>,
  { attempt, startedAt, now, policy, random }: DecideNextStepOptions,
): NextStep {
  const gapMs = gapAfterAttempt(policy.schedule, attempt);
  if (gapMs === undefined) return { kind: 'bury', reason: 'exhausted' };
  const earliestAt = startedAt + gapMs;
  const jitterMs = longestJitter(gapMs, policy.jitter);
  const scheduledAt = toSharedMoment(earliestAt + jitterMs * random(), {
    from: earliestAt,
    to: earliestAt + jitterMs,
  });
  const restedAt = isOverload(outcome) ? now + shortestOverloadGapMs : now;
  const wishedMs = outcome.kind === 'refused' ? (outcome.retryAfterMs ?? 0) : 0;
  const wishedAt = now + Math.min(wishedMs, longestRetryAfterMs);
  const dueAt = Math.ceil(Math.max(scheduledAt, restedAt, wishedAt));
  return { kind: 'requeue', attempt: attempt + 1, dueAt };
}

function isOverload(outcome: Extract<AttemptOutcome, { kind: 'refused' | 'unanswered' }>): boolean {
  return outcome.kind === 'unanswered'
    ? outcome.code === 'timeout'
    : outcome.status === 429 || outcome.status === 502 || outcome.status === 504;
}

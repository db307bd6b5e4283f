import type { AttemptOutcome } from './attempt-outcome.ts';
import { toSharedMoment } from './shared-moment.ts';

/** When a lane stops to POST to a partner that is down, and how it finds out that it is up again. */
export interface BreakerPolicy {
  /** Failures in a row that open the breaker. */
  readonly failures: number;
  /** Milliseconds between probes while it is open. */
  readonly probeMs: number;
}

/** State of a lane's breaker. Times are in milliseconds since the epoch. */
export type Breaker =
  /** Hooks go out. */
  | { readonly kind: 'closed'; readonly failures: number }
  /** Hooks wait; from `probeAt` on one may go out as a probe. */
  | { readonly kind: 'open'; readonly openedAt: number; readonly probeAt: number }
  /** A probe went out at `probeAt`. Given up at `giveUpAt`, when nothing was heard of it. */
  | {
      readonly kind: 'half-open';
      readonly openedAt: number;
      readonly probeAt: number;
      readonly giveUpAt: number;
    };

/** Whether a hook may go out. */
export type Admission =
  | { readonly kind: 'go' }
  /** It may, as the probe of `probeAt`. */
  | { readonly kind: 'probe'; readonly probeAt: number }
  /** Not before `until`, in milliseconds since the epoch. */
  | { readonly kind: 'wait'; readonly until: number };

/** What {@link admitHook} looks at, beside the breaker. */
export interface AdmitHookOptions {
  readonly policy: BreakerPolicy;
  readonly now: number;
  /** From 0 to below 1, as `Math.random`. */
  readonly random: () => number;
  /** How long a probe may take, in milliseconds. */
  readonly probeTimeoutMs: number;
}

/** Where every breaker starts. */
export const closedBreaker: Breaker = { kind: 'closed', failures: 0 };

/** Hooks that wait come back within an hour of the next probe at the latest. */
const longestSpreadMs = 3_600_000;

/**
 * Asks a breaker whether a hook may go out, and gives its state after that. Hooks that wait are spread
 * over as long a time as the partner has been down, up to an hour, so that a long outage costs few
 * receives and its end brings no burst.
 */
export function admitHook(
  before: Breaker,
  { policy, now, random, probeTimeoutMs }: AdmitHookOptions,
): { readonly admission: Admission; readonly breaker: Breaker } {
  if (before.kind === 'closed') return { admission: { kind: 'go' }, breaker: before };
  const longestProbeMs = Math.max(policy.probeMs, probeTimeoutMs);
  const breaker = withinReach(before, { now, probeMs: policy.probeMs, longestProbeMs });
  const { openedAt } = breaker;
  if (now >= (breaker.kind === 'open' ? breaker.probeAt : breaker.giveUpAt)) {
    return {
      admission: { kind: 'probe', probeAt: now },
      breaker: { kind: 'half-open', openedAt, probeAt: now, giveUpAt: now + longestProbeMs },
    };
  }
  const nextProbeAt = breaker.kind === 'open' ? breaker.probeAt : now + policy.probeMs;
  const spreadMs = Math.min(now - openedAt, longestSpreadMs);
  const until = toSharedMoment(nextProbeAt + spreadMs * random(), {
    from: nextProbeAt,
    to: nextProbeAt + spreadMs,
  });
  return { admission: { kind: 'wait', until: Math.ceil(until) }, breaker };
}

/** Keeps a lane from waiting for a time that a clock, set back since, will not reach for long. */
function withinReach(
  breaker: Exclude<Breaker, { kind: 'closed' }>,
  at: { readonly now: number; readonly probeMs: number; readonly longestProbeMs: number },
): Exclude<Breaker, { kind: 'closed' }> {
  const openedAt = Math.min(breaker.openedAt, at.now);
  return breaker.kind === 'open'
    ? { ...breaker, openedAt, probeAt: Math.min(breaker.probeAt, at.now + at.probeMs) }
    : { ...breaker, openedAt, giveUpAt: Math.min(breaker.giveUpAt, at.now + at.longestProbeMs) };
}

/** What {@link breakerAfterAttempt} looks at, beside the breaker and the outcome. */
export interface BreakerAfterAttemptOptions {
  readonly policy: BreakerPolicy;
  readonly now: number;
  /** What {@link admitHook} had said. */
  readonly admission: Exclude<Admission, { kind: 'wait' }>;
}

/**
 * Gives the state of a breaker after an attempt that it had let go; without an outcome the attempt broke
 * off or never began. While a partner is down, the only failure that counts is that of the probe: others
 * were on their way before.
 */
export function breakerAfterAttempt(
  breaker: Breaker,
  outcome: AttemptOutcome | undefined,
  { policy, now, admission }: BreakerAfterAttemptOptions,
): Breaker {
  const told = tellsOfPartner(outcome);
  if (told === 'up') return closedBreaker;
  const probeAt = now + policy.probeMs;
  if (breaker.kind === 'closed') {
    const failures = breaker.failures + (told === 'down' ? 1 : 0);
    return failures < policy.failures
      ? { kind: 'closed', failures }
      : { kind: 'open', openedAt: now, probeAt };
  }
  const isProbe =
    breaker.kind === 'half-open' &&
    admission.kind === 'probe' &&
    admission.probeAt === breaker.probeAt;
  if (!isProbe) return breaker;
  // A probe that told nothing may be followed by the next at once.
  return {
    kind: 'open',
    openedAt: breaker.openedAt,
    probeAt: told === 'nothing' ? now : probeAt,
  };
}

/** A partner that refuses one hook is up; one that answers nothing, 429 or 5xx is not. */
function tellsOfPartner(outcome: AttemptOutcome | undefined): 'up' | 'down' | 'nothing' {
  if (outcome === undefined) return 'nothing';
  switch (outcome.kind) {
    case 'delivered':
    case 'gone':
    case 'aborted':
      return 'up';
    case 'refused':
      return outcome.status === 429 || outcome.status >= 500 ? 'down' : 'up';
    case 'unanswered':
      return outcome.code === 'blocked_address' ? 'nothing' : 'down';
    case 'rejected':
    case 'unsigned':
    case 'discarded':
      return 'nothing';
  }
}

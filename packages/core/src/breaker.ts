import type { AttemptOutcome } from './attempt-outcome.ts';

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
  /** A probe is out. Given up at `giveUpAt`, when nothing was heard of it. */
  | { readonly kind: 'half-open'; readonly openedAt: number; readonly giveUpAt: number };

/** Whether a hook may go out. */
export type Admission =
  | { readonly kind: 'go' }
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
  breaker: Breaker,
  { policy, now, random, probeTimeoutMs }: AdmitHookOptions,
): { readonly admission: Admission; readonly breaker: Breaker } {
  if (breaker.kind === 'closed') return { admission: { kind: 'go' }, breaker };
  const { openedAt } = breaker;
  const isProbeDue = now >= (breaker.kind === 'open' ? breaker.probeAt : breaker.giveUpAt);
  if (isProbeDue) {
    const giveUpAt = now + Math.max(policy.probeMs, probeTimeoutMs);
    return { admission: { kind: 'go' }, breaker: { kind: 'half-open', openedAt, giveUpAt } };
  }
  const nextProbeAt = breaker.kind === 'open' ? breaker.probeAt : now + policy.probeMs;
  const downMs = Math.max(0, now - openedAt); // Clocks are set back at times.
  const spreadMs = Math.min(downMs, longestSpreadMs) * random();
  return { admission: { kind: 'wait', until: Math.ceil(nextProbeAt + spreadMs) }, breaker };
}

/**
 * Gives the state of a breaker after an attempt that it had let go; without an outcome the attempt broke
 * off or never began.
 */
export function breakerAfterAttempt(
  breaker: Breaker,
  outcome: AttemptOutcome | undefined,
  { policy, now }: { readonly policy: BreakerPolicy; readonly now: number },
): Breaker {
  switch (tellsOfPartner(outcome)) {
    case 'up':
      return closedBreaker;
    case 'down':
      return afterFailure(breaker, policy, now);
    case 'nothing':
      // A probe that never left tells nothing: the next hook may be one at once.
      return breaker.kind === 'half-open'
        ? { kind: 'open', openedAt: breaker.openedAt, probeAt: now }
        : breaker;
  }
}

function afterFailure(breaker: Breaker, policy: BreakerPolicy, now: number): Breaker {
  const probeAt = now + policy.probeMs;
  switch (breaker.kind) {
    case 'closed': {
      const failures = breaker.failures + 1;
      return failures < policy.failures
        ? { kind: 'closed', failures }
        : { kind: 'open', openedAt: now, probeAt };
    }
    case 'half-open':
      return { kind: 'open', openedAt: breaker.openedAt, probeAt };
    case 'open':
      return breaker; // An attempt that was on its way when the breaker opened.
  }
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

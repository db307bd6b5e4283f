import {
  type Admission,
  type AttemptOutcome,
  admitHook,
  type Breaker,
  type BreakerPolicy,
  breakerAfterAttempt,
  type Clock,
  closedBreaker,
  type Logger,
} from '@hooklane/core';

/** The breaker of one lane, as this process knows it. */
export interface LaneBreaker {
  /** Asks whether a hook may go out; one that may is to be reported. `random` is from 0 to below 1, as `Math.random`. */
  admit(random: () => number): Admission;
  /** Tells what became of a hook that was admitted; no outcome when it did not go out after all. */
  report(
    admission: Exclude<Admission, { kind: 'wait' }>,
    outcome: AttemptOutcome | undefined,
  ): void;
}

/** What {@link createLaneBreaker} needs to know of its lane. */
export interface LaneBreakerOptions {
  readonly partnerId: string;
  /** `undefined` for a breaker that never opens. */
  readonly policy: BreakerPolicy | undefined;
  /** How long a probe may take, in milliseconds. */
  readonly probeTimeoutMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

const alwaysClosed: LaneBreaker = { admit: () => ({ kind: 'go' }), report: () => {} };

/** Makes the breaker of a lane, closed. It logs when it opens and when it closes. */
export function createLaneBreaker(options: LaneBreakerOptions): LaneBreaker {
  const { partnerId, policy, probeTimeoutMs, clock, logger } = options;
  if (policy === undefined) return alwaysClosed;
  let breaker: Breaker = closedBreaker;

  const turnTo = (next: Breaker, now: number): void => {
    const before = breaker;
    breaker = next;
    if (before.kind === 'closed' && next.kind === 'open') {
      const message = 'The breaker is open: the partner is down, its hooks wait';
      logger.warn({ message, partnerId, failures: policy.failures, probeMs: policy.probeMs });
    }
    if (before.kind !== 'closed' && next.kind === 'closed') {
      const message = 'The breaker is closed: the partner is up again';
      logger.info({ message, partnerId, openMs: now - before.openedAt });
    }
  };

  return {
    admit: (random) => {
      const now = clock.now();
      const { admission, breaker: next } = admitHook(breaker, {
        policy,
        now,
        random,
        probeTimeoutMs,
      });
      turnTo(next, now);
      return admission;
    },
    report: (admission, outcome) => {
      const now = clock.now();
      turnTo(breakerAfterAttempt(breaker, outcome, { policy, now, admission }), now);
    },
  };
}

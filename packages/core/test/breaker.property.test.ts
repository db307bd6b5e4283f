import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type AttemptOutcome,
  admitHook,
  type Breaker,
  breakerAfterAttempt,
  closedBreaker,
} from '../src/index.ts';

const hour = 3_600_000;
const failed: AttemptOutcome = { kind: 'unanswered', code: 'reset' };
const delivered: AttemptOutcome = { kind: 'delivered', status: 200 };
const policies = fc.record({
  failures: fc.integer({ min: 1, max: 20 }),
  probeMs: fc.integer({ min: 1_000, max: hour }),
});
/** Hooks that come one after the other, each after a pause, with the outcome it would have. */
const hooks = fc.array(
  fc.record({
    pauseMs: fc.integer({ min: 0, max: hour / 2 }),
    outcome: fc.constantFrom<AttemptOutcome | undefined>(
      failed,
      failed,
      failed,
      delivered,
      undefined,
    ),
    random: fc.double({ min: 0, max: 0.999, noNaN: true }),
  }),
  { maxLength: 60 },
);

it('lets a partner that is down have one failing POST an interval, and waits no longer than it must', () => {
  fc.assert(
    fc.property(policies, hooks, (policy, sequence) => {
      let breaker: Breaker = closedBreaker;
      let now = 0;
      let failures = 0;
      let lastFailureAt = Number.NEGATIVE_INFINITY;
      for (const { pauseMs, outcome, random } of sequence) {
        now += pauseMs;
        const options = { policy, now, random: () => random, probeTimeoutMs: 15_000 };
        const admitted = admitHook(breaker, options);
        breaker = admitted.breaker;
        if (admitted.admission.kind === 'wait') {
          expect(failures).toBeGreaterThanOrEqual(policy.failures);
          const waitMs = admitted.admission.until - now;
          expect(waitMs).toBeGreaterThan(0);
          expect(waitMs).toBeLessThanOrEqual(policy.probeMs + hour + 1);
          continue;
        }
        if (failures >= policy.failures && Number.isFinite(lastFailureAt)) {
          expect(now - lastFailureAt).toBeGreaterThanOrEqual(policy.probeMs);
        }
        breaker = breakerAfterAttempt(breaker, outcome, { policy, now });
        if (outcome === delivered) {
          failures = 0;
          expect(breaker).toEqual(closedBreaker);
        }
        if (outcome === failed) {
          failures += 1;
          lastFailureAt = now;
        }
      }
    }),
    { numRuns: 500 },
  );
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type AttemptOutcome,
  decideNextStep,
  gapAfterAttempt,
  longestRetryAfterMs,
} from '../src/index.ts';

const minuteMs = 60_000;

const policy = fc.record({
  schedule: fc
    .uniqueArray(fc.integer({ min: 1, max: 30 * 24 * 3_600_000 }), { maxLength: 50 })
    .map((offsets) => offsets.toSorted((a, b) => a - b)),
  jitter: fc.double({ min: 0, max: 1, noNaN: true }),
});
const failure: fc.Arbitrary<AttemptOutcome> = fc.oneof(
  fc.record(
    {
      kind: fc.constant('refused' as const),
      status: fc.integer({ min: 300, max: 599 }).filter((status) => status !== 410),
      retryAfterMs: fc.nat(999_999_999).map((seconds) => seconds * 1_000),
    },
    { requiredKeys: ['kind', 'status'] },
  ),
  fc.record({
    kind: fc.constant('unanswered' as const),
    code: fc.constantFrom('timeout', 'reset', 'refused', 'tls', 'dns', 'protocol'),
  }),
);
const moment = fc.record({
  attempt: fc.integer({ min: 1, max: 60 }),
  startedAt: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  tookMs: fc.nat(3_600_000),
  random: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
});

it('keeps every retry between the schedule and its upper bound', () => {
  fc.assert(
    fc.property(failure, policy, moment, (outcome, policy, { tookMs, random, ...moment }) => {
      const { attempt, startedAt } = moment;
      const now = startedAt + tookMs;
      const step = decideNextStep(outcome, { ...moment, now, policy, random: () => random });
      const gapMs = gapAfterAttempt(policy.schedule, attempt);
      if (gapMs === undefined) {
        expect(step).toEqual({ kind: 'bury', reason: 'exhausted' });
        return;
      }
      if (step.kind !== 'requeue') throw new Error(`Unexpected: ${step.kind}`);
      expect(step.attempt).toBe(attempt + 1);
      expect(Number.isSafeInteger(step.dueAt)).toBe(true);
      expect(step.dueAt).toBeGreaterThanOrEqual(now);
      expect(step.dueAt).toBeGreaterThanOrEqual(startedAt + gapMs);
      const wishedMs = outcome.kind === 'refused' ? (outcome.retryAfterMs ?? 0) : 0;
      const latest = Math.max(
        startedAt + gapMs * (1 + policy.jitter),
        now + Math.max(minuteMs, Math.min(wishedMs, longestRetryAfterMs)),
      );
      expect(step.dueAt).toBeLessThanOrEqual(Math.ceil(latest));
    }),
    { numRuns: 500 },
  );
});

it('gives a hook that never succeeds one attempt more than the schedule has offsets', () => {
  fc.assert(
    fc.property(failure, policy, (outcome, policy) => {
      let attempt = 1;
      for (;;) {
        const step = decideNextStep(outcome, {
          attempt,
          startedAt: 0,
          now: 0,
          policy,
          random: () => 0.5,
        });
        if (step.kind === 'bury') break;
        if (step.kind === 'requeue') attempt = step.attempt;
      }
      expect(attempt).toBe(policy.schedule.length + 1);
    }),
  );
});

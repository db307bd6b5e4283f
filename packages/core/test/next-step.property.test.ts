import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type AttemptOutcome,
  decideNextStep,
  gapAfterAttempt,
  longestRetryAfterMs,
} from '../src/index.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const longestJitterMs = 10 * minuteMs;

const policy = fc.record({
  schedule: fc
    .uniqueArray(
      fc.oneof(fc.integer({ min: 1, max: 10 * minuteMs }), fc.integer({ min: 1, max: 30 * dayMs })),
      { maxLength: 50 },
    )
    .map((offsets) => offsets.toSorted((a, b) => a - b)),
  jitter: fc.double({ min: 0, max: 1, noNaN: true }),
});
const failure: fc.Arbitrary<AttemptOutcome> = fc.oneof(
  fc.record(
    {
      kind: fc.constant('refused' as const),
      status: fc.oneof(
        fc.constantFrom(429, 502, 503, 504),
        fc.integer({ min: 300, max: 599 }).filter((status) => status !== 410),
      ),
      retryAfterMs: fc.nat(999_999_999).map((seconds) => seconds * 1_000),
    },
    { requiredKeys: ['kind', 'status'] },
  ),
  fc.record({
    kind: fc.constant('unanswered' as const),
    code: fc.constantFrom(
      ...(['timeout', 'reset', 'refused', 'unreachable'] as const),
      ...(['tls', 'dns', 'protocol', 'blocked_address'] as const),
    ),
  }),
);
const moment = fc.record({
  attempt: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 60 })),
  startedAt: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  tookMs: fc.nat(3_600_000),
  random: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
});

it('keeps every retry between what schedule, rest and Retry-After ask for and the cap', () => {
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
      const wishedMs = outcome.kind === 'refused' ? (outcome.retryAfterMs ?? 0) : 0;
      const restMs = Math.max(restOf(outcome), Math.min(wishedMs, longestRetryAfterMs));
      expect(step.dueAt).toBeGreaterThanOrEqual(now + restMs);
      expect(step.dueAt).toBeGreaterThanOrEqual(startedAt + gapMs);
      const jitterMs = Math.min(gapMs * policy.jitter, longestJitterMs);
      const latest = Math.max(startedAt + gapMs + jitterMs, now + restMs);
      expect(step.dueAt).toBeLessThanOrEqual(Math.ceil(latest));
      const cap = Math.max(gapMs + longestJitterMs, longestRetryAfterMs);
      expect(step.dueAt - now).toBeLessThanOrEqual(cap);
    }),
    { numRuns: 1_000 },
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

it('sends nothing again that has an end, and buries only what was refused before a POST', () => {
  const status = fc.integer({ min: 200, max: 599 });
  const end: fc.Arbitrary<AttemptOutcome> = fc.oneof(
    fc.record({ kind: fc.constantFrom('delivered' as const, 'gone', 'aborted'), status }),
    fc.constant({ kind: 'discarded', code: 'partner_deleted' } as const),
    fc.constant({ kind: 'rejected', code: 'invalid_url' } as const),
  );
  fc.assert(
    fc.property(end, policy, moment, (outcome, policy, { tookMs, random, ...moment }) => {
      const now = moment.startedAt + tookMs;
      const step = decideNextStep(outcome, { ...moment, now, policy, random: () => random });
      expect(step).toEqual(
        outcome.kind === 'rejected' ? { kind: 'bury', reason: 'rejected' } : { kind: 'finish' },
      );
    }),
  );
});

function restOf(outcome: AttemptOutcome): number {
  const isOverload =
    (outcome.kind === 'refused' && [429, 502, 504].includes(outcome.status)) ||
    (outcome.kind === 'unanswered' && outcome.code === 'timeout');
  return isOverload ? minuteMs : 0;
}

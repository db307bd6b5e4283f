import { describe, expect, it } from 'vitest';
import {
  type AttemptOutcome,
  type DecideNextStepOptions,
  decideNextStep,
  type NextStep,
  retrySchedules,
} from '../src/index.ts';

const startedAt = Date.UTC(2026, 0, 1);
const now = startedAt + 500;
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

describe('decideNextStep', () => {
  it.each<[string, AttemptOutcome]>([
    ['delivered', { kind: 'delivered', status: 200 }],
    [
      'delivered, though its answer broke off',
      { kind: 'delivered', status: 200, bodyError: 'reset' },
    ],
    [
      'delivered, as the last of its endpoint',
      { kind: 'delivered', status: 200, asksToDisable: true },
    ],
    ['not wanted any more', { kind: 'gone', status: 410 }],
    ['never wanted', { kind: 'aborted', status: 500 }],
    ['for a partner that is no more', { kind: 'discarded', code: 'partner_deleted' }],
  ])('finishes a hook that is %s, on any attempt', (_, outcome) => {
    for (const attempt of [1, 10, 11]) {
      expect(decide(outcome, { attempt })).toEqual({ kind: 'finish' });
    }
  });

  it.each(['invalid_url', 'invalid_headers'] as const)('buries what is rejected for %s', (code) => {
    expect(decide({ kind: 'rejected', code })).toEqual({ kind: 'bury', reason: 'rejected' });
  });

  it.each(['secret_missing', 'secret_unavailable', 'secret_invalid'] as const)(
    'tries again in a minute what was unsigned for %s, as the same attempt',
    (code) => {
      for (const attempt of [1, 10, 11]) {
        expect(decide({ kind: 'unsigned', code }, { attempt })).toEqual({
          kind: 'requeue',
          attempt,
          dueAt: now + minute,
        });
      }
    },
  );

  it.each([
    [1, 5 * second],
    [2, 5 * minute],
    [3, 30 * minute],
    [4, 2 * hour],
    [9, 24 * hour],
  ])('follows the schedule after attempt %d, from its start', (attempt, gapMs) => {
    expect(decide({ kind: 'refused', status: 500 }, { attempt })).toEqual({
      kind: 'requeue',
      attempt: attempt + 1,
      dueAt: startedAt + gapMs,
    });
  });

  it.each<[number, readonly number[]]>([
    [10, retrySchedules.standard],
    [9, retrySchedules.patient],
    [1, []],
    [99, retrySchedules.standard],
  ])('buries as exhausted after attempt %d of its schedule', (attempt, schedule) => {
    const outcome = { kind: 'unanswered', code: 'refused' } as const;
    expect(decide(outcome, { attempt, policy: { schedule, jitter: 0 } })).toEqual({
      kind: 'bury',
      reason: 'exhausted',
    });
  });

  it('has no attempt left to give, whatever Retry-After says', () => {
    const outcome = { kind: 'refused', status: 503, retryAfterMs: minute } as const;
    expect(decide(outcome, { attempt: 10 })).toEqual({ kind: 'bury', reason: 'exhausted' });
  });

  it.each<[string, AttemptOutcome]>([
    ['429', { kind: 'refused', status: 429 }],
    ['502', { kind: 'refused', status: 502 }],
    ['504', { kind: 'refused', status: 504 }],
    ['a time-out', { kind: 'unanswered', code: 'timeout' }],
    ['429 with a shorter wish', { kind: 'refused', status: 429, retryAfterMs: second }],
  ])('gives a partner a minute of rest after %s', (_, outcome) => {
    expect(dueAtOf(decide(outcome))).toBe(now + minute);
    expect(dueAtOf(decide(outcome, { attempt: 2 }))).toBe(startedAt + 5 * minute);
  });

  it.each<[string, AttemptOutcome]>([
    ['408', { kind: 'refused', status: 408 }],
    ['500', { kind: 'refused', status: 500 }],
    ['503', { kind: 'refused', status: 503 }],
    ['404', { kind: 'refused', status: 404 }],
    ['302', { kind: 'refused', status: 302 }],
    ['a reset', { kind: 'unanswered', code: 'reset' }],
    ['a refused connection', { kind: 'unanswered', code: 'refused' }],
    ['no route', { kind: 'unanswered', code: 'unreachable' }],
    ['a TLS error', { kind: 'unanswered', code: 'tls' }],
    ['a DNS error', { kind: 'unanswered', code: 'dns' }],
    ['a broken protocol', { kind: 'unanswered', code: 'protocol' }],
    ['a blocked address', { kind: 'unanswered', code: 'blocked_address' }],
  ])('retries on the schedule after %s', (_, outcome) => {
    expect(decide(outcome)).toEqual({ kind: 'requeue', attempt: 2, dueAt: startedAt + 5 * second });
  });

  it.each([
    ['longer than the schedule', 2 * hour, now + 2 * hour],
    ['shorter than the schedule', second, startedAt + 5 * second],
    ['of a day', 24 * hour, now + 24 * hour],
    ['of more than a day, as a day', 999_999_999 * second, now + 24 * hour],
    ['of zero', 0, startedAt + 5 * second],
  ])('grants a Retry-After %s', (_, retryAfterMs, dueAt) => {
    const outcome = { kind: 'refused', status: 503, retryAfterMs } as const;
    expect(dueAtOf(decide(outcome))).toBe(dueAt);
  });

  it('lets no Retry-After shorten a gap of more than a day', () => {
    const policy = { schedule: [48 * hour], jitter: 0 };
    const outcome = { kind: 'refused', status: 503, retryAfterMs: 30 * hour } as const;
    expect(dueAtOf(decide(outcome, { policy }))).toBe(startedAt + 48 * hour);
  });

  it.each([
    [0, 0],
    [0.5, 0.05],
    [0.999_999, 0.1],
  ])('lengthens a gap by its share of the jitter at random %d', (random, share) => {
    const policy = { schedule: [hour], jitter: 0.1 };
    const dueAt = dueAtOf(
      decide({ kind: 'refused', status: 500 }, { policy, random: () => random }),
    );
    expect(dueAt).toBeCloseTo(startedAt + hour * (1 + share), -1);
  });

  it.each([
    ['a gap of 100 minutes by ten minutes', 100, 0.1, 10],
    ['a longer gap by no more', 24 * 60, 0.1, 10],
    ['an hour by no more, whatever the share', 60, 1, 10],
    ['a minute by its share', 1, 1, 1],
  ])('lengthens %s', (_, gapMinutes, jitter, latestMinutes) => {
    const policy = { schedule: [gapMinutes * minute], jitter };
    const outcome = { kind: 'refused', status: 500 } as const;
    const dueAt = dueAtOf(decide(outcome, { policy, random: () => 1 }));
    expect(dueAt).toBe(startedAt + (gapMinutes + latestMinutes) * minute);
  });

  it('adds no jitter to what a partner asks for', () => {
    const policy = { schedule: [minute], jitter: 1 };
    const outcome = { kind: 'refused', status: 503, retryAfterMs: hour } as const;
    expect(dueAtOf(decide(outcome, { policy, random: () => 0.9 }))).toBe(now + hour);
  });

  it('never has a hook due in the past, however long its attempt took', () => {
    const late = startedAt + hour;
    const outcome = { kind: 'refused', status: 500 } as const;
    expect(dueAtOf(decide(outcome, { now: late }))).toBe(late);
  });
});

function decide(outcome: AttemptOutcome, changes: Partial<DecideNextStepOptions> = {}): NextStep {
  const policy = { schedule: retrySchedules.standard, jitter: 0 };
  return decideNextStep(outcome, {
    attempt: 1,
    startedAt,
    now,
    policy,
    random: () => 0,
    ...changes,
  });
}

function dueAtOf(step: NextStep): number | undefined {
  return step.kind === 'requeue' ? step.dueAt : undefined;
}

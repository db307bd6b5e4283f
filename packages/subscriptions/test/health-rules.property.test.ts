import type { AttemptResult } from '@hooklane/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EndpointHealth, unknownHealth } from '../src/endpoint-health.ts';
import { decideHealth, type HealthPolicy } from '../src/health-rules.ts';
import { healthAfter, isFailure, splitsFailures } from '../src/record-result.ts';
import { resultOf } from './support/played-lane.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const disableAfterMs = 5 * dayMs;
const policy: HealthPolicy = {
  disableAfterMs,
  warnAfterMs: 2.5 * dayMs,
  failureSpreadMs: 12 * hourMs,
};
const active = { state: 'active', updatedAt: 0 } as const;
const start = Date.UTC(2026, 0, 1);

function attemptAt(startedAt: number, isSuccess: boolean): AttemptResult {
  const hook = { id: 'msg_1', partnerId: 'acme', type: 'a', url: 'https://acme.example/' };
  const outcome = isSuccess
    ? ({ kind: 'delivered', status: 200 } as const)
    : ({ kind: 'unanswered', code: 'timeout' } as const);
  return resultOf(hook, { outcome, startedAt });
}

/** What a store makes of results that come in this order. */
function healthOf(results: readonly AttemptResult[]): EndpointHealth {
  let health = unknownHealth('sub_1');
  for (const [index, result] of results.entries()) {
    const laterFailures = results
      .slice(0, index)
      .filter((one) => isFailure(one) && one.startedAt > result.startedAt)
      .map(({ startedAt }) => startedAt);
    const firstFailureAfter = splitsFailures(health, result)
      ? Math.min(...laterFailures)
      : undefined;
    health = healthAfter(health, result, { firstFailureAfter });
  }
  return health;
}

function decide(health: EndpointHealth, now: number, subscription: object = active) {
  return decideHealth(health, { subscription: { ...active, ...subscription }, policy, now });
}

describe('decideHealth', () => {
  it('never disables an endpoint that takes something now and then, in whatever order results come', () => {
    const attempts = fc.array(
      fc.record({
        gapMs: fc.integer({ min: 1, max: dayMs }),
        fails: fc.integer({ min: 0, max: 9 }),
      }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(attempts, fc.nat(), (gaps, seed) => {
        let at = start;
        let lastSuccessAt = start;
        const results = [attemptAt(start, true)];
        for (const { gapMs, fails } of gaps) {
          at += gapMs;
          const isSuccess = fails === 0 || at - lastSuccessAt + dayMs >= disableAfterMs;
          if (isSuccess) lastSuccessAt = at;
          results.push(attemptAt(at, isSuccess));
          expect(decide(healthOf(results), at).kind).not.toBe('disable');
        }
        const shuffled = results
          .map((result, index) => ({ result, key: ((index + 1) * (seed + 1) * 7_919) % 104_729 }))
          .sort((one, other) => one.key - other.key);
        expect(decide(healthOf(shuffled.map(({ result }) => result)), at).kind).not.toBe('disable');
      }),
    );
  });

  it('disables an endpoint after five days of nothing but failures, and not before', () => {
    const gaps = fc.array(fc.integer({ min: hourMs, max: 12 * hourMs }), {
      minLength: 20,
      maxLength: 40,
    });
    fc.assert(
      fc.property(gaps, (gapsMs) => {
        let at = start;
        const results = [attemptAt(at, false)];
        for (const gapMs of gapsMs) {
          at += gapMs;
          results.push(attemptAt(at, false));
          const isDue = at - start >= disableAfterMs;
          expect(decide(healthOf(results), at).kind === 'disable').toBe(isDue);
        }
      }),
    );
  });

  it('does nothing about failures that lie close together, however long ago', () => {
    const health = healthOf([attemptAt(start, false), attemptAt(start + 12 * hourMs - 1, false)]);
    expect(decide(health, start + 30 * dayMs)).toEqual({ kind: 'leave' });
    const apart = healthOf([attemptAt(start, false), attemptAt(start + 12 * hourMs, false)]);
    expect(decide(apart, start + 30 * dayMs)).toEqual({ kind: 'disable', failingSince: start });
  });

  it('warns once, half way', () => {
    const health = healthOf([attemptAt(start, false), attemptAt(start + dayMs, false)]);
    expect(decide(health, start + 2.5 * dayMs - 1).kind).toBe('leave');
    expect(decide(health, start + 2.5 * dayMs).kind).toBe('warn');
    const warnedAt = start + 2.5 * dayMs;
    expect(decide({ ...health, warnedAt }, start + 4 * dayMs).kind).toBe('leave');
  });

  it('counts from the last change of the subscription, because results of before come late', () => {
    const health = healthOf([attemptAt(start, false), attemptAt(start + 6 * dayMs, false)]);
    const updatedAt = start + 6 * dayMs + 1;
    expect(decide(health, start + 7 * dayMs, { updatedAt }).kind).toBe('leave');
  });

  it('leaves disabled endpoints as they are', () => {
    const health = healthOf([attemptAt(start, false), attemptAt(start + 6 * dayMs, false)]);
    expect(decide(health, start + 7 * dayMs).kind).toBe('disable');
    expect(decide(health, start + 7 * dayMs, { state: 'disabled' }).kind).toBe('leave');
  });

  it('never warns and never disables where it is told so', () => {
    const health = healthOf([attemptAt(start, false), attemptAt(start + 6 * dayMs, false)]);
    const never = { ...policy, disableAfterMs: false, warnAfterMs: false } as const;
    const options = { subscription: active, policy: never, now: start + 90 * dayMs };
    expect(decideHealth(health, options).kind).toBe('leave');
  });
});

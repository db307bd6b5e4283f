import type { AttemptOutcome, AttemptResult } from '@hooklane/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EndpointHealth, unknownHealth } from '../src/endpoint-health.ts';
import { healthAfter, hookAfter, isFailure, splitsFailures } from '../src/record-result.ts';
import { buildAttemptResult, buildStoredHook } from '../src/testing.ts';

const outcomes: readonly AttemptOutcome[] = [
  { kind: 'delivered', status: 204 },
  { kind: 'delivered', status: 200 },
  { kind: 'aborted', status: 400 },
  { kind: 'gone', status: 410 },
  { kind: 'refused', status: 500 },
  { kind: 'unanswered', code: 'timeout' },
  { kind: 'rejected', code: 'blocked_address' },
  { kind: 'unsigned', code: 'secret_missing' },
  { kind: 'discarded', code: 'partner_deleted' },
];

/** Results of one hook, each of another time, in the order in which they were made and in one in which they came. */
const orders = fc
  .uniqueArray(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 12 })
  .chain((times) =>
    fc.record({
      made: fc
        .tuple(...times.toSorted((a, b) => a - b).map(resultAt))
        .map((results): readonly AttemptResult[] => results),
      places: fc.shuffledSubarray([...times.keys()], { minLength: times.length }),
    }),
  )
  .map(({ made, places }) => ({
    made,
    came: places.map((place) => made[place]).filter((result) => result !== undefined),
  }));

function resultAt(startedAt: number): fc.Arbitrary<AttemptResult> {
  return fc
    .record({ outcome: fc.constantFrom(...outcomes), isLast: fc.boolean() })
    .map(({ outcome, isLast }) =>
      buildAttemptResult({
        startedAt,
        outcome,
        next: isLast
          ? { kind: 'bury', reason: 'exhausted' }
          : { kind: 'requeue', attempt: 2, dueAt: startedAt + 5 },
      }),
    );
}

/** As a store does it: it knows the failures whose results came before. */
function healthOf(results: readonly AttemptResult[]): EndpointHealth {
  return results.reduce((health, result, index) => {
    const failures = results
      .slice(0, index)
      .filter((before) => isFailure(before) && before.startedAt > result.startedAt)
      .map(({ startedAt }) => startedAt);
    const firstFailureAfter = splitsFailures(health, result) ? Math.min(...failures) : undefined;
    return healthAfter(health, result, { firstFailureAfter });
  }, unknownHealth('sub_1'));
}

/** What the health must say, counted from all results at once. */
function expectedHealth(results: readonly AttemptResult[]): Partial<EndpointHealth> {
  const timesOf = (kinds: readonly string[]): readonly number[] =>
    results.filter(({ outcome }) => kinds.includes(outcome.kind)).map(({ startedAt }) => startedAt);
  const successes = timesOf(['delivered', 'aborted']);
  const failures = timesOf(['gone', 'refused', 'unanswered']);
  const lastSuccessAt = successes.length === 0 ? undefined : Math.max(...successes);
  const since = failures.filter((time) => lastSuccessAt === undefined || time > lastSuccessAt);
  return {
    subscriptionId: 'sub_1',
    successes: successes.length,
    failures: failures.length,
    lastSuccessAt,
    lastFailureAt: failures.length === 0 ? undefined : Math.max(...failures),
    failingSince: since.length === 0 ? undefined : Math.min(...since),
  };
}

describe('a hook after results', () => {
  const hookOf = (results: readonly AttemptResult[]) =>
    results.reduce(hookAfter, buildStoredHook());

  it('is the same in whatever order they come', () => {
    fc.assert(
      fc.property(orders, ({ made, came }) => {
        expect(hookOf(came)).toEqual(hookOf(made));
      }),
    );
  });

  it('is delivered as soon as one result says so', () => {
    fc.assert(
      fc.property(orders, ({ came }) => {
        const deliveries = came.filter(({ outcome }) => outcome.kind === 'delivered');
        expect(hookOf(came).status === 'delivered').toBe(deliveries.length > 0);
      }),
    );
  });

  it('is what its newest delivery says, or without one its newest attempt', () => {
    fc.assert(
      fc.property(orders, ({ made, came }) => {
        const newest = made.findLast(({ outcome }) => outcome.kind === 'delivered') ?? made.at(-1);
        const { lastAttemptAt, lastStatus, lastCode, nextDueAt } = hookOf(came);
        const outcome = newest?.outcome;
        expect({ lastAttemptAt, lastStatus, lastCode, nextDueAt }).toEqual({
          lastAttemptAt: newest?.startedAt,
          lastStatus: outcome !== undefined && 'status' in outcome ? outcome.status : undefined,
          lastCode: outcome !== undefined && 'code' in outcome ? outcome.code : undefined,
          nextDueAt: newest?.next.kind === 'requeue' ? newest.next.dueAt : undefined,
        });
      }),
    );
  });

  it('counts the attempts that were sent', () => {
    fc.assert(
      fc.property(orders, ({ came }) => {
        const sent = came.filter(
          ({ outcome: { kind } }) => !['unsigned', 'rejected', 'discarded'].includes(kind),
        );
        expect(hookOf(came).attempts).toBe(sent.length);
      }),
    );
  });
});

describe('the health of an endpoint after results', () => {
  it('fails since the first failure after the last success, in whatever order they come', () => {
    fc.assert(
      fc.property(orders, ({ came }) => {
        expect(healthOf(came)).toEqual(expectedHealth(came));
      }),
    );
  });

  it('fails since no time before its last success, although nobody knows the failures in between', () => {
    fc.assert(
      fc.property(orders, ({ came }) => {
        const health = came.reduce<EndpointHealth>(
          (before, result) => healthAfter(before, result),
          unknownHealth('sub_1'),
        );
        const { failingSince, lastFailureAt } = expectedHealth(came);
        expect(health.failingSince === undefined).toBe(failingSince === undefined);
        expect(health.failingSince ?? 0).toBeGreaterThanOrEqual(failingSince ?? 0);
        expect(health.failingSince ?? 0).toBeLessThanOrEqual(lastFailureAt ?? 0);
      }),
    );
  });
});

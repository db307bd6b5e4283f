import type { AttemptOutcome, NextStep } from '@hooklane/core';
import { describe, expect, it } from 'vitest';
import { unknownHealth } from '../src/endpoint-health.ts';
import { healthAfter, hookAfter } from '../src/record-result.ts';
import type { HookStatus } from '../src/stored-hook.ts';
import { buildAttemptResult, buildStoredHook } from '../src/testing.ts';

const requeue: NextStep = { kind: 'requeue', attempt: 2, dueAt: 9_000 };
const bury: NextStep = { kind: 'bury', reason: 'exhausted' };

const statuses: readonly (readonly [AttemptOutcome, NextStep, HookStatus])[] = [
  [{ kind: 'delivered', status: 200 }, { kind: 'finish' }, 'delivered'],
  [{ kind: 'gone', status: 410 }, { kind: 'finish' }, 'gone'],
  [{ kind: 'aborted', status: 400 }, { kind: 'finish' }, 'aborted'],
  [{ kind: 'refused', status: 500 }, requeue, 'retrying'],
  [{ kind: 'refused', status: 500 }, bury, 'exhausted'],
  [{ kind: 'unanswered', code: 'reset' }, requeue, 'retrying'],
  [{ kind: 'unanswered', code: 'reset' }, bury, 'exhausted'],
  [{ kind: 'rejected', code: 'invalid_url' }, { kind: 'bury', reason: 'rejected' }, 'rejected'],
  [{ kind: 'unsigned', code: 'secret_missing' }, requeue, 'retrying'],
  [{ kind: 'discarded', code: 'partner_deleted' }, { kind: 'finish' }, 'discarded'],
];

describe('a hook after a result', () => {
  it.each(statuses)('of %j and %j is %s', (outcome, next, status) => {
    const { status: after } = hookAfter(buildStoredHook(), buildAttemptResult({ outcome, next }));
    expect(after).toBe(status);
  });

  it('that was exhausted and is replayed follows its new attempts, and no late result', () => {
    const replayed = buildStoredHook({ status: 'accepted', attempts: 9, lastAttemptAt: 5_000 });
    const outcome = { kind: 'refused', status: 500 } as const;
    const late = buildAttemptResult({ startedAt: 4_000, outcome, next: bury });
    expect(hookAfter(replayed, late)).toMatchObject({ status: 'accepted', attempts: 10 });
    const fresh = buildAttemptResult({ startedAt: 6_000, outcome, next: requeue });
    expect(hookAfter(replayed, fresh)).toMatchObject({ status: 'retrying', nextDueAt: 9_000 });
  });
});

describe('the health of an endpoint', () => {
  it.each([
    { kind: 'rejected', code: 'invalid_url' },
    { kind: 'unsigned', code: 'secret_missing' },
    { kind: 'discarded', code: 'partner_deleted' },
  ] as const)('does not change by what was not sent: $kind', (outcome) => {
    const health = unknownHealth('sub_1');
    expect(healthAfter(health, buildAttemptResult({ outcome }))).toBe(health);
  });

  it('loses its warning with the success that ends its failures, and not with one from before', () => {
    const failing = {
      subscriptionId: 'sub_1',
      successes: 0,
      failures: 1,
      failingSince: 5_000,
      lastFailureAt: 5_000,
      warnedAt: 6_000,
    };
    const before = healthAfter(failing, buildAttemptResult({ startedAt: 4_000 }));
    expect(before).toEqual({ ...failing, successes: 1, lastSuccessAt: 4_000 });
    const after = healthAfter(failing, buildAttemptResult({ startedAt: 7_000 }));
    expect(after.failingSince).toBeUndefined();
    expect(after.warnedAt).toBeUndefined();
  });
});

import type { AttemptOutcome } from '@hooklane/core';
import { describe, expect, it } from 'vitest';
import { explainNext, explainOutcome } from '../src/explain-outcome.ts';

describe('explainOutcome', () => {
  it.each<[AttemptOutcome, RegExp]>([
    [{ kind: 'delivered', status: 204 }, /^The partner has the hook$/],
    [{ kind: 'delivered', status: 200, asksToDisable: true }, /wants no others/],
    [{ kind: 'gone', status: 410 }, /endpoint is no more/],
    [
      { kind: 'refused', status: 302, redirectOrigin: 'https://b' },
      /to https:\/\/b, and redirects/,
    ],
    [{ kind: 'refused', status: 401 }, /Compare its secret/],
    [{ kind: 'refused', status: 404 }, /Check the URL/],
    [{ kind: 'refused', status: 422 }, /refuses this hook/],
    [{ kind: 'refused', status: 429 }, /Lower its rate/],
    [{ kind: 'refused', status: 503 }, /failed/],
    [{ kind: 'unanswered', code: 'timeout' }, /in time/],
    [{ kind: 'unanswered', code: 'refused' }, /Nothing listens there/],
    [{ kind: 'rejected', code: 'blocked_address' }, /must not be called/],
    [{ kind: 'unsigned', code: 'secret_missing' }, /no secret/],
  ])('says what %j means', (outcome, meaning) => {
    expect(explainOutcome(outcome)).toMatch(meaning);
  });
});

describe('explainNext', () => {
  it('says when the next attempt would be', () => {
    const next = { kind: 'requeue', attempt: 2, dueAt: 5_000 } as const;
    expect(explainNext(next, { now: 0 })).toBe('The lane would try again in 5 s (attempt 2)');
  });

  it('says that a hook would be given up', () => {
    expect(explainNext({ kind: 'bury', reason: 'exhausted' }, { now: 0 })).toMatch(/dead letters/);
  });
});

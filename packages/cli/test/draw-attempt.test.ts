import type { AttemptResult } from '@hooklane/core';
import { describe, expect, it } from 'vitest';
import { lineOfResult } from '../src/attempt-line.ts';
import { drawAttempt, drawAttemptTitles } from '../src/draw-attempt.ts';

const plain = { columns: 80, style: (_: string, text: string) => text };

const result: AttemptResult = {
  v: 1,
  hookId: 'msg_0123456789abcdef0123456789abcdef',
  partnerId: 'acme',
  type: 'ping',
  host: 'acme.example',
  attempt: 1,
  startedAt: 1_800_000_000_000,
  durationMs: 12,
  outcome: { kind: 'delivered', status: 200 },
  next: { kind: 'finish' },
};
const requeue = { kind: 'requeue', attempt: 2, dueAt: 1_800_000_300_012 } as const;
const draw = (changes: Partial<AttemptResult>, columns = 80): string =>
  drawAttempt(lineOfResult({ ...result, ...changes }), { ...plain, columns }).slice(
    '00:00:00'.length,
  );

describe('drawAttempt', () => {
  it.each([
    [{}, '  acme      msg_0123456…  #1   delivered 200        12 ms'],
    [
      { outcome: { kind: 'refused', status: 503 }, next: requeue },
      '  acme      msg_0123456…  #1   refused 503          12 ms  in 5 min',
    ],
    [
      {
        attempt: 10,
        outcome: { kind: 'unanswered', code: 'timeout' },
        next: { kind: 'bury', reason: 'exhausted' },
      },
      '  acme      msg_0123456…  #10  unanswered timeout   12 ms  dead letter',
    ],
  ] as const)('shows %j in 80 columns', (changes, line) => {
    expect(draw(changes)).toBe(line);
  });

  it.each([
    [5_200, 'in 5.2 s'],
    [5 * 60_000 + 25_000, 'in 5 min'],
    [2 * 3_600_000 + 15 * 60_000 + 1_000, 'in 2 h 15 min'],
    [24 * 3_600_000 + 61_000, 'in 1 d'],
  ])('has room for %i ms until the next attempt', (ms, shown) => {
    const next = { ...requeue, dueAt: result.startedAt + result.durationMs + ms } as const;
    const outcome = { kind: 'refused', status: 500 } as const;
    expect(draw({ outcome, next }).endsWith(`  ${shown}`)).toBe(true);
  });

  it('never is wider than the terminal of 80 columns', () => {
    const outcome = { kind: 'rejected', code: 'blocked_address' } as const;
    const partnerId = 'a'.repeat(40);
    const line = draw({ outcome, partnerId, durationMs: 3_600_000, next: requeue });
    expect(line.length + 8).toBeLessThanOrEqual(80);
  });

  it('shows the whole id of a hook where there is room', () => {
    expect(draw({}, 120)).toContain(result.hookId);
  });

  it('has its titles in the same columns', () => {
    const titles = drawAttemptTitles(plain);
    expect(titles.indexOf('HOOK')).toBe(draw({}).indexOf('msg_') + 8);
    expect(titles.indexOf('OUTCOME')).toBe(draw({}).indexOf('delivered') + 8);
  });
});

describe('lineOfResult', () => {
  it('has one level, with what there is only', () => {
    const failed = {
      ...result,
      outcome: { kind: 'unanswered', code: 'dns' },
      next: requeue,
    } as const;
    expect(lineOfResult(failed)).toEqual({
      time: 1_800_000_000_012,
      partnerId: 'acme',
      hookId: result.hookId,
      type: 'ping',
      attempt: 1,
      host: 'acme.example',
      outcome: 'unanswered',
      code: 'dns',
      durationMs: 12,
      dueAt: requeue.dueAt,
    });
  });
});

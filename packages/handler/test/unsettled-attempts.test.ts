import { describe, expect, it } from 'vitest';
import type { AttemptProgress } from '../src/settle-attempts.ts';
import { createUnsettledAttempts } from '../src/unsettled-attempts.ts';

const progress = (durationMs = 1): AttemptProgress => ({
  result: {
    v: 1,
    hookId: 'msg_1',
    partnerId: 'acme',
    type: 'invoice.paid',
    host: 'partner.example',
    attempt: 1,
    startedAt: 0,
    durationMs,
    outcome: { kind: 'delivered', status: 200 },
    next: { kind: 'finish' },
  },
  isResultPublished: false,
  isStepTaken: true,
});

describe('unsettled attempts', () => {
  it('are given back once', () => {
    const unsettled = createUnsettledAttempts();
    unsettled.put('msg_1', 1, progress());
    expect(unsettled.take('msg_1', 1)).toEqual(progress());
    expect(unsettled.take('msg_1', 1)).toBeUndefined();
  });

  it('are those of one hook and one attempt', () => {
    const unsettled = createUnsettledAttempts();
    unsettled.put('msg_1', 1, progress());
    expect(unsettled.take('msg_1', 2)).toBeUndefined();
    expect(unsettled.take('msg_2', 1)).toBeUndefined();
    expect(unsettled.take('msg_1', 1)).toBeDefined();
  });

  it('are known with the progress put last', () => {
    const unsettled = createUnsettledAttempts();
    unsettled.put('msg_1', 1, progress(1));
    unsettled.put('msg_1', 1, progress(2));
    expect(unsettled.take('msg_1', 1)).toEqual(progress(2));
  });

  it('are at most a thousand, the oldest forgotten first', () => {
    const unsettled = createUnsettledAttempts();
    for (let hook = 0; hook <= 1_000; hook += 1) unsettled.put(`msg_${hook}`, 1, progress());
    expect(unsettled.take('msg_0', 1)).toBeUndefined();
    expect(unsettled.take('msg_1', 1)).toBeDefined();
    expect(unsettled.take('msg_1000', 1)).toBeDefined();
  });
});

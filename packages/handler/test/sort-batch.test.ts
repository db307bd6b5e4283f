import { encodeHook, type Hook } from '@hooklane/core';
import { buildHook } from '@hooklane/core/testing';
import type { LaneMessage } from '@hooklane/queue';
import { describe, expect, it } from 'vitest';
import { sortBatch } from '../src/sort-batch.ts';

const now = Date.UTC(2026, 0, 2);
let messages = 0;

function message(fields: Partial<LaneMessage> = {}, hook: Partial<Hook> = {}): LaneMessage {
  messages += 1;
  return {
    messageId: `message-${messages}`,
    receiptHandle: `handle-${messages}`,
    body: encodeHook(buildHook(hook)),
    receiveCount: 1,
    receivedAt: now,
    ...fields,
  };
}

describe('sortBatch', () => {
  it('sorts nothing into nothing', () => {
    expect(sortBatch([], now)).toEqual({ due: [], early: [], poison: [], newer: [] });
  });

  it('gives a message without attributes its first attempt, due since the hook was made', () => {
    const fresh = message();
    expect(sortBatch([fresh], now).due).toEqual([
      {
        hook: buildHook(),
        attempt: 1,
        dueAt: buildHook().createdAt,
        body: fresh.body,
        messages: [fresh],
      },
    ]);
  });

  it('makes a message due at its very millisecond, and early before', () => {
    const due = message({ attempt: '2', dueAt: String(now) }, { id: 'due' });
    const early = message({ attempt: '3', dueAt: String(now + 1) }, { id: 'early' });
    const sorted = sortBatch([due, early], now);
    expect(sorted.due).toMatchObject([{ hook: { id: 'due' }, attempt: 2, dueAt: now }]);
    expect(sorted.early).toMatchObject([{ message: early, attempt: 3, dueAt: now + 1 }]);
  });

  it.each([
    ['a body that is no JSON', { body: 'what?' }],
    ['a body that is no hook', { body: '{"v":1}' }],
    ['attempt 0', { attempt: '0' }],
    ['an attempt that is no number', { attempt: 'two' }],
    ['a time that is none', { dueAt: 'tomorrow' }],
    ['a negative time', { dueAt: '-1' }],
  ])('takes a message with %s for poison, and its neighbours for what they are', (_, fields) => {
    const good = message();
    const bad = message(fields, { id: 'bad' });
    const sorted = sortBatch([bad, good], now);
    expect(sorted.poison).toMatchObject([{ kind: 'poison', message: bad }]);
    expect(sorted.due).toMatchObject([{ messages: [good] }]);
  });

  it('leaves a message of a newer version alone, whatever its attributes are like', () => {
    const newer = message({ body: '{"v":2}', attempt: 'later' });
    expect(sortBatch([newer], now)).toEqual({ due: [], early: [], poison: [], newer: [newer] });
  });

  it.each([
    ['later', ['1', '2']],
    ['earlier', ['2', '1']],
  ])('makes one delivery of two messages when the higher attempt comes %s', (_, attempts) => {
    const twins = attempts.map((attempt) => message({ attempt, dueAt: attempt }));
    const { due } = sortBatch(twins, now);
    const highest = twins[attempts.indexOf('2')];
    expect(due).toMatchObject([{ attempt: 2, dueAt: 2, body: highest?.body, messages: twins }]);
  });

  it('keeps the body of the first of two messages with the same attempt', () => {
    const first = message({}, { body: 'first' });
    const second = message({}, { body: 'second' });
    expect(sortBatch([first, second], now).due).toMatchObject([
      { body: first.body, hook: { body: 'first' }, messages: [first, second] },
    ]);
  });

  it('holds the copy of a hook that is not due, while the other is delivered', () => {
    const due = message({ attempt: '2', dueAt: String(now) });
    const early = message({ attempt: '3', dueAt: String(now + 5_000) });
    const sorted = sortBatch([due, early], now);
    expect(sorted.due).toMatchObject([{ attempt: 2, messages: [due] }]);
    expect(sorted.early).toMatchObject([{ message: early }]);
  });

  it('keeps the order in which hooks came', () => {
    const ids = ['c', 'a', 'b'];
    const { due } = sortBatch(
      ids.map((id) => message({}, { id })),
      now,
    );
    expect(due.map(({ hook }) => hook.id)).toEqual(ids);
  });
});

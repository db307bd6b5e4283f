import { encodeHook } from '@hooklane/core';
import { buildHook } from '@hooklane/core/testing';
import { describe, expect, it } from 'vitest';
import { readMessage, toLaneMessage } from '../src/index.ts';
import { buildLaneMessage } from './queue-under-test.ts';

const hook = buildHook({ headers: { 'x-tenant': 'a' } });
const body = encodeHook(hook);

describe('readMessage', () => {
  it('reads a hook on its first attempt, due at once, where no attribute says otherwise', () => {
    const message = buildLaneMessage({ body });
    expect(readMessage(message)).toEqual({ kind: 'hook', message, hook, attempt: 1, dueAt: 0 });
  });

  it('reads number of the attempt and due time from the attributes', () => {
    const message = buildLaneMessage({ body, attempt: '3', dueAt: '1767225600000' });
    expect(readMessage(message)).toMatchObject({
      kind: 'hook',
      attempt: 3,
      dueAt: 1_767_225_600_000,
    });
  });

  it('does not take the count of receives for the number of the attempt', () => {
    expect(readMessage(buildLaneMessage({ body, receiveCount: 9 }))).toMatchObject({ attempt: 1 });
  });

  it.each(['0', '-1', '1.5', '1e3', ' 1', '', 'NaN', 'one', '9'.repeat(16)])(
    'calls a message poison whose attempt is %j',
    (attempt) => {
      expect(readMessage(buildLaneMessage({ body, attempt }))).toMatchObject({
        kind: 'poison',
        reason: 'Its attribute attempt is not a number from 1',
      });
    },
  );

  it.each(['-1', '1.5', '2026-01-01', '', 'Infinity', '9'.repeat(16)])(
    'calls a message poison that is due at %j',
    (dueAt) => {
      expect(readMessage(buildLaneMessage({ body, dueAt }))).toMatchObject({
        kind: 'poison',
        reason: 'Its attribute dueAt is not a time',
      });
    },
  );

  it.each([
    ['is not JSON', 'hello', 'The message is not JSON'],
    ['is cut short', body.slice(0, -1), 'The message is not JSON'],
    ['is no object', '[1]', 'The message is not a JSON object'],
    ['is null', 'null', 'The message is not a JSON object'],
    ['has no version', '{}', 'v is missing'],
    ['has no id', body.replace('"id":"msg_1"', '"id":""'), 'id is missing'],
    ['has no partner', body.replace('"acme"', '"A C"'), 'partnerId is missing'],
    ['has headers that are no text', body.replace('"a"', '1'), 'headers is missing'],
  ])('calls a message poison that %s', (_, text, reason) => {
    const message = buildLaneMessage({ body: text });
    expect(readMessage(message)).toEqual({
      kind: 'poison',
      message,
      reason: expect.stringContaining(reason),
    });
  });

  it('does not quote the message in the reason', () => {
    const secret = 'sk_live_123';
    for (const text of [secret, `{"v":1,"id":"${secret}!"}`, `{"v":"${secret}"}`]) {
      expect(
        JSON.stringify({ ...readMessage(buildLaneMessage({ body: text })), message: 0 }),
      ).not.toContain(secret);
    }
  });

  it('leaves a message of a newer version to a newer consumer', () => {
    const message = buildLaneMessage({ body: body.replace('"v":1', '"v":2') });
    expect(readMessage(message)).toEqual({ kind: 'newer', message });
  });

  it('leaves a newer message alone whose attributes have a form of their own', () => {
    const message = buildLaneMessage({
      body: body.replace('"v":1', '"v":2'),
      attempt: '1.1',
      dueAt: '2026-01-01T00:00:00Z',
    });
    expect(readMessage(message)).toEqual({ kind: 'newer', message });
  });
});

describe('toLaneMessage', () => {
  it('takes what a lane needs from a message of the SQS API', () => {
    const message = toLaneMessage(
      {
        MessageId: 'm1',
        ReceiptHandle: 'r1',
        Body: body,
        MessageAttributes: {
          attempt: { DataType: 'Number', StringValue: '2' },
          dueAt: { DataType: 'Number', StringValue: '5' },
        },
        Attributes: { ApproximateReceiveCount: '4' },
      },
      7,
    );
    expect(message).toEqual({
      messageId: 'm1',
      receiptHandle: 'r1',
      body,
      attempt: '2',
      dueAt: '5',
      receiveCount: 4,
      receivedAt: 7,
    });
  });

  it('takes a message without attributes', () => {
    expect(toLaneMessage({ MessageId: 'm1', ReceiptHandle: 'r1', Body: body }, 7)).toMatchObject({
      attempt: undefined,
      dueAt: undefined,
      receiveCount: 1,
    });
  });
});

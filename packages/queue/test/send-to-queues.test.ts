import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { type AttemptResult, encodeHook } from '@hooklane/core';
import { buildHook } from '@hooklane/core/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buryHooks, publishResults, readQueueDepth, requeueHooks } from '../src/index.ts';
import { messageBytes } from '../src/send-messages.ts';
import { makeQueue } from './queue-under-test.ts';
import { type RunningSqs, servers } from './servers.ts';

const body = encodeHook(buildHook());

describe.each(servers)('on $name', ({ start }) => {
  let server: RunningSqs;
  let queueUrl: string;
  let queues = 0;

  beforeAll(async () => {
    server = await start();
  });
  beforeEach(async () => {
    queues += 1;
    queueUrl = await makeQueue(server.sqs, `queue-${queues}`);
  });
  afterAll(() => server.stop());

  async function receiveAll() {
    const { Messages = [] } = await server.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages.map(({ Body, MessageAttributes = {} }) => ({
      body: Body,
      attributes: Object.fromEntries(
        Object.entries(MessageAttributes).map(([name, { DataType, StringValue }]) => [
          name,
          `${DataType} ${StringValue}`,
        ]),
      ),
    }));
  }

  describe('requeueHooks', () => {
    it('sends the body unchanged with the number of the next attempt and its due time', async () => {
      const dueAt = server.now();
      const outcomes = await requeueHooks([{ body, attempt: 2, dueAt }], queueUrl, server.options);
      expect(outcomes).toMatchObject([{ ok: true, messageId: expect.stringMatching(/./) }]);
      expect(await receiveAll()).toEqual([
        { body, attributes: { attempt: 'Number 2', dueAt: `Number ${dueAt}` } },
      ]);
    });

    it('delays a hook until it is due, or 15 minutes if that is later', async () => {
      const now = server.now();
      const requeues = [now + 60_000, now + 900_000, now + 72 * 3_600_000].map((dueAt) => ({
        body,
        attempt: 2,
        dueAt,
      }));
      const outcomes = await requeueHooks(requeues, queueUrl, server.options);
      expect(outcomes.every(({ ok }) => ok)).toBe(true);
      expect(await readQueueDepth(queueUrl, server.options)).toEqual({
        waiting: 0,
        inFlight: 0,
        delayed: 3,
      });
    });

    it('takes more than ten hooks', async () => {
      const dueAt = server.now() + 60_000;
      const requeues = Array.from({ length: 23 }, (_, index) => ({
        body,
        attempt: index + 1,
        dueAt,
      }));
      const outcomes = await requeueHooks(requeues, queueUrl, server.options);
      expect(outcomes).toHaveLength(23);
      expect(await readQueueDepth(queueUrl, server.options)).toMatchObject({ delayed: 23 });
    });

    it('sends nothing for no hooks', async () => {
      expect(await requeueHooks([], queueUrl, server.options)).toEqual([]);
    });
  });

  describe('buryHooks', () => {
    it('sends the body unchanged with reason, detail and number of the last attempt', async () => {
      await buryHooks(
        [{ body, reason: 'exhausted', detail: 'status_500', attempt: 9 }],
        queueUrl,
        server.options,
      );
      expect(await receiveAll()).toEqual([
        {
          body,
          attributes: {
            reason: 'String exhausted',
            detail: 'String status_500',
            attempt: 'Number 9',
          },
        },
      ]);
    });

    it('leaves the attempt out where there was none', async () => {
      await buryHooks(
        [{ body: 'hello', reason: 'poison', detail: 'The message is not JSON' }],
        queueUrl,
        server.options,
      );
      expect(await receiveAll()).toEqual([
        {
          body: 'hello',
          attributes: { reason: 'String poison', detail: 'String The message is not JSON' },
        },
      ]);
    });
  });

  describe('publishResults', () => {
    const result: AttemptResult = {
      v: 1,
      hookId: 'msg_1',
      partnerId: 'acme',
      type: 'invoice.paid',
      host: 'partner.example',
      attempt: 1,
      startedAt: 5,
      durationMs: 7,
      outcome: { kind: 'delivered', status: 200 },
      next: { kind: 'finish' },
    };

    it('sends results together, a record each', async () => {
      const results = [result, { ...result, attempt: 2 }];
      const outcomes = await publishResults(results, queueUrl, server.options);
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
      expect(await receiveAll()).toEqual([
        { body: JSON.stringify({ v: 1, results }), attributes: {} },
      ]);
    });

    it('puts no more than 64 KB into a message, which SQS bills as one request', async () => {
      const results = Array.from({ length: 200 }, (_, index) => ({
        ...result,
        attempt: index + 1,
        // Two bytes a letter.
        type: 'ü'.repeat(250),
      }));
      const outcomes = await publishResults(results, queueUrl, server.options);
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(200);
      const bodies = (await receiveAll()).map((message) => message.body ?? '');
      const sizes = bodies.map((text) => Buffer.byteLength(text));
      expect(sizes).toHaveLength(3);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(65_536);
      expect(bodies.flatMap((text) => JSON.parse(text).results).toSorted(byAttempt)).toEqual(
        results,
      );
    });

    it('sends what a partner answered with characters that SQS refuses, beside the others', async () => {
      const outcome = { kind: 'refused', status: 500, snippet: 'odd \uFFFE\uFFFF' } as const;
      const results = [result, { ...result, outcome }];
      const outcomes = await publishResults(results, queueUrl, server.options);
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
      const [message] = await receiveAll();
      expect(JSON.parse(message?.body ?? '')).toEqual({ v: 1, results });
    });

    it('says of each result that the queue is not there', async () => {
      const outcomes = await publishResults([result, result], `${queueUrl}-gone`, server.options);
      expect(outcomes).toMatchObject([
        { ok: false, code: 'QueueDoesNotExist' },
        { ok: false, code: 'QueueDoesNotExist' },
      ]);
    });
  });

  it('says that the queue is not there', async () => {
    const outcomes = await requeueHooks(
      [{ body, attempt: 2, dueAt: server.now() }],
      `${queueUrl}-gone`,
      server.options,
    );
    expect(outcomes).toMatchObject([{ ok: false, code: 'QueueDoesNotExist', isFinal: true }]);
  });
});

describe('messageBytes', () => {
  it('counts the UTF-8 bytes of the body, and name, type and value of each attribute', () => {
    expect(messageBytes({ body: 'zoë' })).toBe(4);
    const attributes = { attempt: 12, reason: 'é' };
    expect(messageBytes({ body: '', attributes })).toBe(7 + 6 + 2 + (6 + 6 + 2));
  });
});

function byAttempt(a: AttemptResult, b: AttemptResult): number {
  return a.attempt - b.attempt;
}

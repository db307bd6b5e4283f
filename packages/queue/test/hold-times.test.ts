import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  acknowledgeMessages,
  holdMessages,
  type LaneMessage,
  receiveMessages,
  releaseMessages,
  requeueHooks,
} from '../src/index.ts';
import {
  buildLaneMessage,
  createQueueUnderTest,
  type QueueUnderTest,
  whileTimePasses,
} from './queue-under-test.ts';

const hour = 3_600_000;

describe('on a fake clock', () => {
  let queue: QueueUnderTest;
  let message: LaneMessage;

  beforeEach(async () => {
    queue = await createQueueUnderTest();
    await queue.sqs.send(new SendMessageCommand({ QueueUrl: queue.queueUrl, MessageBody: 'x' }));
    [message = buildLaneMessage()] = await receive();
  });

  const receive = () => receiveMessages(queue.queueUrl, { ...queue.options, waitSeconds: 0 });
  const visibleInMs = (): number =>
    (queue.sqs.inspect('lane')[0]?.visibleAt ?? 0) - queue.clock.now();
  const hold = (dueAt: number) => holdMessages([{ message, dueAt }], queue.queueUrl, queue.options);

  it('a held message comes back when it is due, not earlier', async () => {
    await hold(queue.clock.now() + 90_000);
    await queue.clock.advance(89_999);
    expect(await receive()).toEqual([]);
    await queue.clock.advance(1);
    expect(await receive()).toMatchObject([{ body: 'x', receiveCount: 2 }]);
  });

  it('a part of a second is rounded up', async () => {
    await hold(queue.clock.now() + 1_001);
    expect(visibleInMs()).toBe(2_000);
  });

  it('a message that is due already is held for a second', async () => {
    await hold(queue.clock.now() - 5_000);
    expect(visibleInMs()).toBe(1_000);
  });

  it('the twelve hours that SQS allows count from the receive', async () => {
    await holdMessages([{ message, dueAt: message.receivedAt + 6 * hour }], queue.queueUrl, {
      ...queue.options,
    });
    await queue.clock.advance(5 * hour);
    const [outcome] = await hold(queue.clock.now() + 24 * hour);
    expect(outcome).toMatchObject({ ok: true });
    expect(visibleInMs()).toBe(7 * hour - 60_000);
  });

  it('a released message is there again after a second', async () => {
    await releaseMessages([message], queue.queueUrl, queue.options);
    expect(visibleInMs()).toBe(1_000);
  });

  it('a message that somebody else received since cannot be held', async () => {
    await queue.clock.advance(30_000);
    await receive();
    const [outcome] = await hold(queue.clock.now() + hour);
    expect(outcome).toMatchObject({ ok: false, isFinal: true });
  });

  it('only what was refused is acknowledged again', async () => {
    await queue.sqs.send(new SendMessageCommand({ QueueUrl: queue.queueUrl, MessageBody: 'y' }));
    const messages = [message, ...(await receive())];
    let refusals = 1;
    queue.faults.failEntry = (_, entry) => {
      if (!JSON.stringify(entry).includes('"Id":"1"') || refusals === 0) return undefined;
      refusals -= 1;
      return { code: 'ThrottlingException' };
    };
    const outcomes = await whileTimePasses(
      acknowledgeMessages(messages, queue.queueUrl, queue.options),
      queue.clock,
    );
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
    expect(queue.sqs.requests.DeleteMessageBatch).toBe(2);
    expect(queue.sqs.inspect('lane')).toEqual([]);
  });

  it.each([
    ['at once', -5, 0],
    ['within the second', 1, 1],
    ['in 15 minutes', 900_000, 900],
    ['in 15 minutes and a bit', 900_001, 900],
    ['in three days', 72 * hour, 900],
  ])(
    'a requeued hook that is due %s is delayed for a whole number of seconds',
    async (_, inMs, seconds) => {
      await acknowledgeMessages([message], queue.queueUrl, queue.options);
      const dueAt = queue.clock.now() + inMs;
      await requeueHooks([{ body: 'x', attempt: 2, dueAt }], queue.queueUrl, queue.options);
      expect(visibleInMs()).toBe(seconds * 1_000);
    },
  );

  it('a receive waits for a first message, and ends with the signal', async () => {
    const controller = new AbortController();
    const waiting = receiveMessages(queue.queueUrl, {
      ...queue.options,
      signal: controller.signal,
    });
    await queue.clock.advance(10_000);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('a receive asks for the attributes that a lane needs, and for no other', async () => {
    let asked: unknown;
    queue.faults.before = (_, input) => {
      asked = input;
    };
    await receive();
    expect(asked).toEqual(
      new ReceiveMessageCommand({
        QueueUrl: queue.queueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 0,
        MessageAttributeNames: ['attempt', 'dueAt'],
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      }).input,
    );
  });
});

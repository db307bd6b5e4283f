import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  acknowledgeMessages,
  extendMessages,
  holdMessages,
  type LaneMessage,
  type ReceiveMessagesOptions,
  readQueueDepth,
  receiveMessages,
  releaseMessages,
} from '../src/index.ts';
import { buildLaneMessage, makeQueue } from './queue-under-test.ts';
import { type RunningSqs, servers } from './servers.ts';

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

  async function receiveFresh(
    count: number,
    receive: ReceiveMessagesOptions = { ...server.options, waitSeconds: 0 },
  ): Promise<readonly LaneMessage[]> {
    for (let sent = 0; sent < count; sent += 10) {
      const Entries = Array.from({ length: Math.min(10, count - sent) }, (_, index) => ({
        Id: String(index),
        MessageBody: `body-${sent + index}`,
      }));
      await server.sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    }
    const received: LaneMessage[] = [];
    while (received.length < count) {
      received.push(...(await receiveMessages(queueUrl, receive)));
    }
    return received;
  }
  const depth = () => readQueueDepth(queueUrl, server.options);

  it('receives up to ten messages and says when', async () => {
    const messages = await receiveFresh(12);
    expect(messages.map(({ body }) => body).toSorted()).toEqual(
      Array.from({ length: 12 }, (_, index) => `body-${index}`).toSorted(),
    );
    expect(messages[0]).toMatchObject({
      attempt: undefined,
      dueAt: undefined,
      receiveCount: 1,
      receivedAt: expect.any(Number),
    });
    expect(Math.abs((messages[0]?.receivedAt ?? 0) - server.now())).toBeLessThan(60_000);
  });

  it('receives no more messages than it is asked to', async () => {
    const messages = await receiveFresh(3);
    await acknowledgeMessages(messages, queueUrl, server.options);
    await server.sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: [1, 2, 3].map((id) => ({ Id: String(id), MessageBody: 'x' })),
      }),
    );
    const two = await receiveMessages(queueUrl, { ...server.options, most: 2, waitSeconds: 0 });
    expect(two).toHaveLength(2);
  });

  it('receives nothing from an empty queue', async () => {
    expect(await receiveMessages(queueUrl, { ...server.options, waitSeconds: 0 })).toEqual([]);
  });

  it('counts what waits and what is in flight', async () => {
    expect(await depth()).toEqual({ waiting: 0, inFlight: 0, delayed: 0 });
    await receiveFresh(2);
    await server.sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: [{ Id: '0', MessageBody: 'x' }],
      }),
    );
    expect(await depth()).toEqual({ waiting: 1, inFlight: 2, delayed: 0 });
  });

  it('acknowledges messages for good, more than ten of them', async () => {
    const messages = await receiveFresh(13);
    const outcomes = await acknowledgeMessages(messages, queueUrl, server.options);
    expect(outcomes).toEqual(messages.map(() => ({ ok: true, messageId: '' })));
    expect(await depth()).toEqual({ waiting: 0, inFlight: 0, delayed: 0 });
  });

  it('acknowledges a message twice without complaint', async () => {
    const messages = await receiveFresh(1);
    await acknowledgeMessages(messages, queueUrl, server.options);
    const [again] = await acknowledgeMessages(messages, queueUrl, server.options);
    expect(again).toMatchObject({ ok: true });
  });

  it('holds messages in flight until they are due', async () => {
    const messages = await receiveFresh(2);
    const holds = messages.map((message) => ({ message, dueAt: server.now() + 3_600_000 }));
    const outcomes = await holdMessages(holds, queueUrl, server.options);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await depth()).toMatchObject({ waiting: 0, inFlight: 2 });
  });

  it('holds a message that is due in days for as long as SQS lets it', async () => {
    const [message = buildLaneMessage()] = await receiveFresh(1);
    const dueAt = server.now() + 72 * 3_600_000;
    const [outcome] = await holdMessages([{ message, dueAt }], queueUrl, server.options);
    expect(outcome).toMatchObject({ ok: true });
  });

  it('hides messages for as long as the receive says, whatever the queue says', async () => {
    await server.sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: [{ Id: '0', MessageBody: 'x' }],
      }),
    );
    const receive = { ...server.options, visibilitySeconds: 1, waitSeconds: 5 };
    expect(await receiveMessages(queueUrl, receive)).toHaveLength(1);
    await server.pass(1_000);
    expect(await receiveMessages(queueUrl, receive)).toMatchObject([{ receiveCount: 2 }]);
  });

  it('hides messages that are being worked for longer, eleven of them', async () => {
    const receive = { ...server.options, visibilitySeconds: 1, waitSeconds: 2 };
    const messages = await receiveFresh(11, receive);
    const options = { ...server.options, visibilitySeconds: 60 };
    const outcomes = await extendMessages(messages, queueUrl, options);
    expect(outcomes.map(({ ok }) => ok)).toEqual(messages.map(() => true));
    const [again] = await Promise.all([receiveMessages(queueUrl, receive), server.pass(2_000)]);
    expect(again).toEqual([]);
  });

  it('leaves messages alone that would be hidden past the 12 hours of SQS', async () => {
    const receivedAt = server.now() - 43_150_000;
    const messages = [buildLaneMessage({ receivedAt })];
    const options = { ...server.options, visibilitySeconds: 60 };
    expect(await extendMessages(messages, queueUrl, options)).toEqual([]);
  });

  it('gives messages back within a second', async () => {
    const messages = await receiveFresh(2);
    const outcomes = await releaseMessages(messages, queueUrl, server.options);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
    await server.pass(1_000);
    const again = await receiveMessages(queueUrl, { ...server.options, waitSeconds: 5 });
    expect(again[0]).toMatchObject({ receiveCount: 2 });
  });

  it('asks SQS for nothing when there is nothing to do', async () => {
    expect(await acknowledgeMessages([], 'nowhere', server.options)).toEqual([]);
    expect(await holdMessages([], 'nowhere', server.options)).toEqual([]);
    expect(await releaseMessages([], 'nowhere', server.options)).toEqual([]);
  });
});

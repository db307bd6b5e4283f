import {
  CreateQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';
import { type EmbeddedSqs, startEmbeddedSqs } from '@hooklane/queue/embedded';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moveMessages } from '../../src/index.ts';

describe('moveMessages on the embedded SQS', () => {
  let embedded: EmbeddedSqs;

  beforeAll(async () => {
    embedded = await startEmbeddedSqs();
  });
  afterAll(() => embedded.stop());

  async function createQueue(
    QueueName: string,
    Attributes: Record<string, string> = {},
  ): Promise<string> {
    const { QueueUrl = '' } = await embedded.client.send(
      new CreateQueueCommand({ QueueName, Attributes }),
    );
    return QueueUrl;
  }

  async function send(
    QueueUrl: string,
    messages: readonly Omit<SendMessageBatchRequestEntry, 'Id'>[],
  ): Promise<void> {
    const Entries = messages.map((message, index) => ({ ...message, Id: String(index) }));
    const { Failed = [] } = await embedded.client.send(
      new SendMessageBatchCommand({ QueueUrl, Entries }),
    );
    expect(Failed).toEqual([]);
  }

  async function receiveAll(QueueUrl: string): Promise<readonly Message[]> {
    const all: Message[] = [];
    for (;;) {
      const { Messages = [] } = await embedded.client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['All'],
        }),
      );
      if (Messages.length === 0) return all;
      all.push(...Messages);
    }
  }

  const clients = () => ({ sqs: embedded.client });

  it('keeps attributes of every type, and every byte of the body', async () => {
    const [from, to] = [await createQueue('types-from'), await createQueue('types-to')];
    const body = '{"text":"Grüße, 世界 👋\\u0000","space":"  \t\r\n "}\n';
    const attributes = {
      text: { DataType: 'String', StringValue: 'Zürich 👋' },
      number: { DataType: 'Number', StringValue: '12345678901234567890.5' },
      binary: { DataType: 'Binary', BinaryValue: Uint8Array.from([0, 255, 128, 10]) },
      'custom.int': { DataType: 'Number.int', StringValue: '7' },
      'custom.gif': { DataType: 'Binary.gif', BinaryValue: Uint8Array.from([71, 73, 70]) },
      'custom.uuid': { DataType: 'String.uuid', StringValue: 'a-b-c' },
    };
    await send(from, [{ MessageBody: body, MessageAttributes: attributes }]);
    const report = await moveMessages({ from, to, clients: clients() });
    expect(report).toMatchObject({ by: 'copy', moved: 1, failed: 0, ended: 'empty' });
    const [message] = await receiveAll(to);
    expect(message?.Body).toBe(body);
    expect(message?.MessageAttributes).toEqual(attributes);
    expect(await receiveAll(from)).toEqual([]);
  });

  it('drops what attempts have written when it is asked to, and nothing else', async () => {
    const [from, to] = [await createQueue('reset-from'), await createQueue('reset-to')];
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    const number = (StringValue: string) => ({ DataType: 'Number', StringValue });
    await send(from, [
      {
        MessageBody: 'a dead letter',
        MessageAttributes: {
          attempt: number('9'),
          dueAt: number('1800000000000'),
          reason: text('exhausted'),
          detail: text('timeout'),
          traceparent: text('00-1-2-01'),
        },
      },
      { MessageBody: 'another', MessageAttributes: { reason: text('poison') } },
    ]);
    await moveMessages({ from, to, resetAttempts: true, clients: clients() });
    const moved = await receiveAll(to);
    expect(moved.map(({ Body, MessageAttributes }) => [Body, MessageAttributes])).toEqual([
      ['a dead letter', { traceparent: text('00-1-2-01') }],
      ['another', undefined],
    ]);
  });

  it('cuts batches that are larger than SQS takes', async () => {
    const [from, to] = [await createQueue('large-from'), await createQueue('large-to')];
    const bodies = Array.from({ length: 10 }, (_, index) => `${index}`.repeat(250_000));
    for (const MessageBody of bodies) await send(from, [{ MessageBody }]);
    const report = await moveMessages({ from, to, clients: clients() });
    expect(report).toMatchObject({ moved: 10, failed: 0 });
    expect(embedded.messageBodies('large-to').toSorted()).toEqual(bodies.toSorted());
  });

  it('moves from FIFO to FIFO, each group in its order', async () => {
    const fifo = { FifoQueue: 'true' };
    const from = await createQueue('order-from.fifo', fifo);
    const to = await createQueue('order-to.fifo', fifo);
    const groups = ['a', 'b', 'c'];
    for (let step = 0; step < 12; step += 1) {
      await send(
        from,
        groups.map((group) => ({
          MessageBody: `${group} ${step}`,
          MessageGroupId: group,
          MessageDeduplicationId: `${group}-${step}`,
        })),
      );
    }
    const report = await moveMessages({ from, to, clients: clients() });
    expect(report).toMatchObject({ moved: 36, failed: 0, ended: 'empty' });
    const bodies = embedded.messageBodies('order-to.fifo');
    for (const group of groups) {
      const own = bodies.filter((body) => body.startsWith(group));
      expect(own).toEqual(Array.from({ length: 12 }, (_, step) => `${group} ${step}`));
    }
  });

  it('loses no message to the deduplication of the target', async () => {
    const fifo = { FifoQueue: 'true' };
    const lane = await createQueue('replay.fifo', fifo);
    const deadLetters = await createQueue('replay-dlq.fifo', fifo);
    const message = { MessageGroupId: 'acme', MessageDeduplicationId: 'the same' };
    // The lane has seen the id a moment ago, and two dead letters carry it.
    await send(lane, [{ MessageBody: 'newer', ...message }]);
    await send(deadLetters, [{ MessageBody: 'older', ...message }]);
    await moveMessages({ from: deadLetters, to: lane, clients: clients() });
    expect(embedded.messageBodies('replay.fifo')).toEqual(['newer', 'older']);
  });

  it('moves from a standard queue to FIFO and back', async () => {
    const plain = await createQueue('mixed');
    const fifo = await createQueue('mixed.fifo', { FifoQueue: 'true' });
    await send(plain, [{ MessageBody: 'one' }, { MessageBody: 'two' }]);
    expect(await moveMessages({ from: plain, to: fifo, clients: clients() })).toMatchObject({
      moved: 2,
      failed: 0,
    });
    const back = await createQueue('mixed-back');
    expect(await moveMessages({ from: fifo, to: back, clients: clients() })).toMatchObject({
      moved: 2,
    });
    expect(embedded.messageBodies('mixed-back').toSorted()).toEqual(['one', 'two']);
  });
});

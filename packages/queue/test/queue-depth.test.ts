import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { readQueueDepth, receiveMessages, type SqsClient } from '../src/index.ts';
import { createQueueUnderTest } from './queue-under-test.ts';

describe('readQueueDepth', () => {
  it('tells what waits, what is in flight and what is delayed apart', async () => {
    const { sqs, queueUrl, options } = await createQueueUnderTest();
    const Entries = Array.from({ length: 6 }, (_, index) => ({
      Id: String(index),
      MessageBody: 'x',
      DelaySeconds: index < 3 ? 60 : 0,
    }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    await receiveMessages(queueUrl, { ...options, most: 2, waitSeconds: 0 });
    expect(await readQueueDepth(queueUrl, options)).toEqual({
      waiting: 1,
      inFlight: 2,
      delayed: 3,
    });
  });

  it('counts a message as waiting once its delay or its hold is over', async () => {
    const { sqs, queueUrl, options, clock } = await createQueueUnderTest();
    const Entries = [
      { Id: '0', MessageBody: 'x' },
      { Id: '1', MessageBody: 'x', DelaySeconds: 30 },
    ];
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    await receiveMessages(queueUrl, { ...options, waitSeconds: 0 });
    await clock.advance(30_000);
    expect(await readQueueDepth(queueUrl, options)).toEqual({
      waiting: 2,
      inFlight: 0,
      delayed: 0,
    });
  });

  it.each([
    ['no attributes', undefined],
    ['none of the counts', {}],
  ])('counts nothing when SQS answers %s', async (_, Attributes) => {
    const sqs = { send: async () => ({ Attributes }) } as unknown as SqsClient;
    expect(await readQueueDepth('lane', { clients: { sqs } })).toEqual({
      waiting: 0,
      inFlight: 0,
      delayed: 0,
    });
  });

  it('lets errors of SQS pass', async () => {
    const { options } = await createQueueUnderTest();
    const depth = readQueueDepth('https://sqs.us-east-1.amazonaws.com/000000000000/none', options);
    await expect(depth).rejects.toMatchObject({
      name: expect.stringMatching(/QueueDoesNotExist|NonExistentQueue/),
    });
  });

  it('breaks off when the signal aborts', async () => {
    const { queueUrl, options } = await createQueueUnderTest();
    const depth = readQueueDepth(queueUrl, { ...options, signal: AbortSignal.abort() });
    await expect(depth).rejects.toMatchObject({ name: 'AbortError' });
  });
});

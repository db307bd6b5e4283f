import {
  AddPermissionCommand,
  CreateQueueCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  QueueDoesNotExist,
  SQSServiceException,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { sqsError } from '../../src/testing.ts';
import { openMemoryQueue } from './memory-queue.ts';

describe('requests', () => {
  it('are counted per action, failed ones included', async () => {
    const { sqs, send, receive } = await openMemoryQueue();
    await send('1');
    await send('2');
    await send('').catch(() => undefined);
    await receive();
    expect(sqs.requests).toMatchObject({ CreateQueue: 1, SendMessage: 3, ReceiveMessage: 1 });
    expect(sqs.requests.DeleteMessage).toBe(0);
  });

  it('fail for an action that the memory client does not know', async () => {
    const { sqs, QueueUrl } = await openMemoryQueue();
    const input = { QueueUrl, Label: 'l', AWSAccountIds: ['1'], Actions: ['SendMessage'] };
    await expect(sqs.send(new AddPermissionCommand(input))).rejects.toMatchObject({
      name: 'InvalidAction',
    });
  });

  it('fail with an AbortError when their signal aborted before', async () => {
    const { sqs } = await openMemoryQueue();
    const abortSignal = AbortSignal.abort();
    const request = sqs.send(new ListQueuesCommand({}), { abortSignal });
    await expect(request).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('queues', () => {
  it('have URLs and ARNs of the region and the account', async () => {
    const { sqs, QueueUrl } = await openMemoryQueue({
      region: 'eu-west-1',
      accountId: '000000000001',
    });
    expect(QueueUrl).toBe('https://sqs.eu-west-1.amazonaws.com/000000000001/lane');
    const elsewhere = QueueUrl.replace('eu-west-1', 'us-east-1');
    const request = sqs.send(new PurgeQueueCommand({ QueueUrl: elsewhere }));
    await expect(request).rejects.toBeInstanceOf(QueueDoesNotExist);
  });

  it('lose the tags that are taken away', async () => {
    const { sqs, QueueUrl } = await openMemoryQueue();
    await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { a: '1', b: '2' } }));
    await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['a'] }));
    const { Tags } = await sqs.send(new ListQueueTagsCommand({ QueueUrl }));
    expect(Tags).toEqual({ b: '2' });
  });

  it.each([
    ['VisibilityTimeout', '43201', 'InvalidAttributeValue'],
    ['DelaySeconds', '-1', 'InvalidAttributeValue'],
    ['RedrivePolicy', '{', 'InvalidAttributeValue'],
    ['FifoQueue', 'true', 'InvalidAttributeName'],
  ])('refuse the attribute %s with the value %s', async (name, value, error) => {
    const { sqs } = await openMemoryQueue();
    const create = { QueueName: 'refused', Attributes: { [name]: value } };
    await expect(sqs.send(new CreateQueueCommand(create))).rejects.toMatchObject({ name: error });
  });

  it.each(['', 'a.b', 'n'.repeat(81)])('refuse the name "%s"', async (QueueName) => {
    const { sqs } = await openMemoryQueue();
    const request = sqs.send(new CreateQueueCommand({ QueueName }));
    await expect(request).rejects.toBeInstanceOf(SQSServiceException);
  });
});

describe('message attributes', () => {
  it.each([
    ['an empty value', { a: { DataType: 'String', StringValue: '' } }],
    ['an unknown type', { a: { DataType: 'Boolean', StringValue: 'true' } }],
    ['a number that is none', { a: { DataType: 'Number', StringValue: 'two' } }],
    ['a name with a space', { 'a b': { DataType: 'String', StringValue: 'x' } }],
    ['a reserved name', { 'AWS.a': { DataType: 'String', StringValue: 'x' } }],
    ['a raw control character', { a: { DataType: 'String', StringValue: '\u0001' } }],
  ])('are refused with %s', async (_, MessageAttributes) => {
    const { send } = await openMemoryQueue();
    await expect(send('x', { MessageAttributes })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });

  it('are copied, so that nobody changes a message in the queue', async () => {
    const { send, receive } = await openMemoryQueue();
    const attempt = { DataType: 'Number', StringValue: '1' };
    await send('x', { MessageAttributes: { attempt } });
    attempt.StringValue = '2';
    const [message] = await receive({ MessageAttributeNames: ['.*'] });
    expect(message?.MessageAttributes).toEqual({
      attempt: { DataType: 'Number', StringValue: '1' },
    });
  });
});

describe('inspect', () => {
  it('tells the state of each message, and changes none', async () => {
    const { clock, sqs, send, receive } = await openMemoryQueue();
    await send('in flight');
    await receive({ VisibilityTimeout: 30 });
    await send('visible');
    await send('delayed', { DelaySeconds: 10 });
    const now = clock.now();
    const expected = [
      { body: 'in flight', state: 'inFlight', receiveCount: 1, visibleAt: now + 30_000 },
      { body: 'visible', state: 'visible', receiveCount: 0, visibleAt: now },
      { body: 'delayed', state: 'delayed', receiveCount: 0, visibleAt: now + 10_000 },
    ];
    expect(sqs.inspect('lane')).toMatchObject(expected);
    expect(sqs.inspect('lane')).toMatchObject(expected);
  });

  it('throws for a queue that is not there', async () => {
    const { sqs } = await openMemoryQueue();
    expect(() => sqs.inspect('nobody')).toThrow(QueueDoesNotExist);
  });
});

describe('sqsError', () => {
  it('makes errors of the SDK’s own class, or of its base class', () => {
    expect(sqsError('QueueDoesNotExist', 'gone')).toBeInstanceOf(QueueDoesNotExist);
    const unmodelled = sqsError('InternalError', 'try later');
    expect(unmodelled).toBeInstanceOf(SQSServiceException);
    expect(unmodelled).toMatchObject({ name: 'InternalError', message: 'try later' });
  });
});

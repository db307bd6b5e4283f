import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteQueueCommand,
  PurgeQueueCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { openMemoryQueue } from './memory-queue.ts';

const hour = 3_600_000;
const day = 24 * hour;

describe('time', () => {
  it('holds a message for 12 hours from its receive to the second, and not longer', async () => {
    const { clock, sqs, QueueUrl, send, receive } = await openMemoryQueue();
    await send('held', { DelaySeconds: 900 });
    await clock.advance(900_000);
    const [message] = await receive({ VisibilityTimeout: 3_600 });
    const ReceiptHandle = message?.ReceiptHandle;
    const hold = (VisibilityTimeout: number) =>
      sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
    await clock.advance(hour / 2);
    await expect(hold(43_200 - 1_799)).rejects.toThrow('beyond the limit [43200 seconds]');
    await hold(43_200 - 1_800);
    await clock.advance(11.5 * hour - 1);
    expect(await receive()).toEqual([]);
    await clock.advance(1);
    expect(await receive()).toHaveLength(1);
  });

  it('starts the 12 hours again with the next receive', async () => {
    const { clock, sqs, QueueUrl, send, receive } = await openMemoryQueue();
    await send('held twice');
    await receive({ VisibilityTimeout: 43_200 });
    await clock.advance(12 * hour);
    const [message] = await receive();
    const hold = { QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 43_200 };
    await sqs.send(new ChangeMessageVisibilityCommand(hold));
    await clock.advance(12 * hour - 1);
    expect(await receive()).toEqual([]);
  });

  it('drops messages when their retention is over, visible or in flight', async () => {
    const { clock, sqs, send, receive } = await openMemoryQueue();
    await send('in flight');
    await clock.advance(4 * day - 1_000);
    await receive({ VisibilityTimeout: 43_200 });
    await send('younger');
    await clock.advance(999);
    expect(sqs.inspect('lane')).toHaveLength(2);
    await clock.advance(1);
    expect(sqs.inspect('lane').map(({ body }) => body)).toEqual(['younger']);
  });

  it('counts the retention of a dead letter from when it was first sent', async () => {
    const { clock, sqs, send, receive, QueueUrl } = await openMemoryQueue();
    const RedrivePolicy = JSON.stringify({
      deadLetterTargetArn: 'arn:aws:sqs:us-east-1:123456789012:lane',
      maxReceiveCount: 1,
    });
    const source = new CreateQueueCommand({ QueueName: 'source', Attributes: { RedrivePolicy } });
    const { QueueUrl: sourceUrl } = await sqs.send(source);
    await send('poison', { QueueUrl: sourceUrl });
    await receive({ QueueUrl: sourceUrl, VisibilityTimeout: 0 });
    await clock.advance(3 * day);
    await receive({ QueueUrl: sourceUrl });
    expect(sqs.inspect('lane')).toHaveLength(1);
    await clock.advance(day);
    expect(await receive({ QueueUrl })).toEqual([]);
  });

  it('lets a name be used again 60 seconds after its queue was deleted', async () => {
    const { clock, sqs, QueueUrl } = await openMemoryQueue();
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    await clock.advance(59_999);
    const create = () => sqs.send(new CreateQueueCommand({ QueueName: 'lane' }));
    await expect(create()).rejects.toThrow('You must wait 60 seconds');
    await clock.advance(1);
    expect((await create()).QueueUrl).toBe(QueueUrl);
  });

  it('lets a queue be purged again after 60 seconds', async () => {
    const { clock, sqs, QueueUrl, send } = await openMemoryQueue();
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    await clock.advance(60_000);
    await send('gone');
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    expect(sqs.inspect('lane')).toEqual([]);
  });

  it('gives messages in the order in which they became visible', async () => {
    const { clock, send, receive } = await openMemoryQueue();
    await send('third', { DelaySeconds: 3 });
    await send('second', { DelaySeconds: 2 });
    await send('second too', { DelaySeconds: 2 });
    await send('first');
    await clock.advance(3_000);
    const bodies = (await receive()).map(({ Body }) => Body);
    expect(bodies).toEqual(['first', 'second', 'second too', 'third']);
  });
});

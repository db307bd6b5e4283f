import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { type MemorySqsFaults, sqsError } from '../../src/testing.ts';
import { openMemoryQueue } from './memory-queue.ts';

describe('faults of the memory client', () => {
  it('stop an action before it happens', async () => {
    const faults: MemorySqsFaults = {
      before: (action) => {
        if (action === 'SendMessage') throw sqsError('RequestThrottled');
      },
    };
    const { sqs, send } = await openMemoryQueue({ faults });
    await expect(send('never')).rejects.toMatchObject({ name: 'RequestThrottled' });
    expect(sqs.inspect('lane')).toEqual([]);
    expect(sqs.requests.SendMessage).toBe(1);
  });

  it('lose the answer of an action that has happened', async () => {
    const faults: MemorySqsFaults = {
      after: async (action) => {
        if (action === 'SendMessage') throw new Error('socket hang up');
      },
    };
    const { sqs, send } = await openMemoryQueue({ faults });
    await expect(send('sent all the same')).rejects.toThrow('socket hang up');
    expect(sqs.inspect('lane').map(({ body }) => body)).toEqual(['sent all the same']);
  });

  it('fail entries of batches, which then have no effect', async () => {
    const faults: MemorySqsFaults = {
      failEntry: (_action, entry) =>
        'Id' in entry && entry.Id === '1' ? { code: 'InternalError' } : undefined,
    };
    const { sqs, QueueUrl, receive } = await openMemoryQueue({ faults });
    const batch = ['0', '1', '2'].map((Id) => ({ Id, MessageBody: `message ${Id}` }));
    const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: batch }));
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['0', '2']);
    const failure = {
      Id: '1',
      Code: 'InternalError',
      Message: 'InternalError',
      SenderFault: false,
    };
    expect(sent.Failed).toEqual([failure]);

    const handles = (await receive({ VisibilityTimeout: 30 })).map((message, index) => ({
      Id: `${index}`,
      ReceiptHandle: message.ReceiptHandle,
    }));
    const Entries = handles.map((handle) => ({ ...handle, VisibilityTimeout: 60 }));
    const held = await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
    expect(held.Failed).toEqual([failure]);
    const deletion = new DeleteMessageBatchCommand({ QueueUrl, Entries: handles });
    expect((await sqs.send(deletion)).Failed).toEqual([failure]);
    expect(sqs.inspect('lane').map(({ body }) => body)).toEqual(['message 2']);
  });

  it('may be changed while the client is in use', async () => {
    const faults: MemorySqsFaults = {};
    const { send } = await openMemoryQueue({ faults });
    await send('fine');
    faults.before = () => {
      throw sqsError('OverLimit');
    };
    await expect(send('refused')).rejects.toMatchObject({ name: 'OverLimit' });
    faults.before = undefined;
    await send('fine again');
  });
});

import type { Message } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { entryBytes, toEntry, toMessageToMove } from '../../src/move/moved-message.ts';

const keepAll = { isFifo: false, resetAttempts: false };
const message: Message = {
  MessageId: 'id-1',
  Body: 'Grüße',
  Attributes: {
    AWSTraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793',
    MessageGroupId: 'acme',
    MessageDeduplicationId: 'once',
    SentTimestamp: '1800000000000',
    ApproximateReceiveCount: '3',
  },
  MessageAttributes: {
    // As it is received: with lists that SQS refuses to be sent.
    key: { DataType: 'Binary.x', BinaryValue: Uint8Array.from([1, 2]), StringListValues: [] },
    name: { DataType: 'String', StringValue: 'é' },
  },
};

describe('the copy of a message', () => {
  it('keeps the body, the attributes, the group and the trace', () => {
    expect(toEntry(message, 4, keepAll)).toEqual({
      Id: '4',
      MessageBody: 'Grüße',
      MessageAttributes: {
        key: { DataType: 'Binary.x', BinaryValue: Uint8Array.from([1, 2]) },
        name: { DataType: 'String', StringValue: 'é' },
      },
      MessageSystemAttributes: {
        AWSTraceHeader: {
          DataType: 'String',
          StringValue: 'Root=1-5759e988-bd862e3fe1be46a994272793',
        },
      },
      MessageGroupId: 'acme',
    });
  });

  it('is told apart by the id of the message in a FIFO queue', () => {
    expect(toEntry(message, 0, { ...keepAll, isFifo: true })).toMatchObject({
      MessageGroupId: 'acme',
      MessageDeduplicationId: 'id-1',
    });
    expect(toEntry({ MessageId: 'id-2', Body: 'x' }, 0, { ...keepAll, isFifo: true })).toEqual({
      Id: '0',
      MessageBody: 'x',
      MessageGroupId: 'id-2',
      MessageDeduplicationId: 'id-2',
    });
  });

  it('has nothing that the message has not', () => {
    expect(toEntry({ MessageId: 'id-2', Body: 'x' }, 0, keepAll)).toEqual({
      Id: '0',
      MessageBody: 'x',
    });
  });

  it('is as large as SQS counts it', () => {
    // Grüße 7, key 3 + Binary.x 8 + 2, name 4 + String 6 + é 2
    expect(entryBytes(toEntry(message, 0, keepAll))).toBe(7 + 13 + 12);
  });

  it('is shown to a filter as texts', () => {
    expect(toMessageToMove(message)).toEqual({
      messageId: 'id-1',
      body: 'Grüße',
      attributes: { key: 'AQI=', name: 'é' },
      sentAt: 1_800_000_000_000,
      receiveCount: 3,
    });
  });
});

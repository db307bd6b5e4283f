import type {
  Message,
  MessageAttributeValue,
  MessageSystemAttributeName,
  SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';

/** A message of the source, as a filter sees it. */
export interface MessageToMove {
  readonly messageId: string;
  readonly body: string;
  /** The values of its attributes; of those of type `Binary`, in base64. */
  readonly attributes: Readonly<Record<string, string>>;
  /** When it was sent, in milliseconds since the epoch. */
  readonly sentAt: number;
  /** How often SQS has handed it out, this time included. */
  readonly receiveCount: number;
}

/** What makes the copy differ from the message. */
export interface CopyOptions {
  /** Whether the target is a FIFO queue. */
  readonly isFifo: boolean;
  /** Leaves out what a hook's attempts have written. */
  readonly resetAttempts: boolean;
}

/** The system attributes that a copy and a filter need. */
export const receivedSystemAttributes: MessageSystemAttributeName[] = [
  'ApproximateReceiveCount',
  'AWSTraceHeader',
  'MessageGroupId',
  'SentTimestamp',
];

/** Written by requeues and burials (`@hooklane/queue`). */
const attemptAttributes = new Set(['attempt', 'dueAt', 'reason', 'detail']);

/** The message as it is sent to its target; its index is its id in the batch. */
export function toEntry(
  message: Message,
  index: number,
  { isFifo, resetAttempts }: CopyOptions,
): SendMessageBatchRequestEntry {
  const { MessageId, Body, MessageAttributes = {}, Attributes = {} } = message;
  const kept = Object.entries(MessageAttributes).filter(
    ([name]) => !(resetAttempts && attemptAttributes.has(name)),
  );
  const { AWSTraceHeader, MessageGroupId = isFifo ? MessageId : undefined } = Attributes;
  return {
    Id: String(index),
    MessageBody: Body,
    ...(kept.length > 0 && {
      MessageAttributes: Object.fromEntries(
        kept.map(([name, value]) => [name, toAttribute(value)]),
      ),
    }),
    ...(AWSTraceHeader !== undefined && {
      MessageSystemAttributes: {
        AWSTraceHeader: { DataType: 'String', StringValue: AWSTraceHeader },
      },
    }),
    ...(MessageGroupId !== undefined && { MessageGroupId }),
    // Not the id that the message came with: SQS takes and drops a message whose id the target has seen in five minutes,
    // and then the source's would be deleted. This one is the message's own, and the same when a killed run is repeated.
    ...(isFifo && { MessageDeduplicationId: MessageId }),
  };
}

/** The bytes that SQS counts: the body, and name, type and value of each attribute (quotas-messages). */
export function entryBytes({
  MessageBody = '',
  MessageAttributes = {},
}: SendMessageBatchRequestEntry): number {
  let bytes = Buffer.byteLength(MessageBody);
  for (const [name, { DataType = '', StringValue = '', BinaryValue }] of Object.entries(
    MessageAttributes,
  )) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    bytes += Buffer.byteLength(StringValue) + (BinaryValue?.byteLength ?? 0);
  }
  return bytes;
}

/** The message as a filter sees it. */
export function toMessageToMove(message: Message): MessageToMove {
  const { MessageId = '', Body = '', MessageAttributes = {}, Attributes = {} } = message;
  return {
    messageId: MessageId,
    body: Body,
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, value]) => [name, textOf(value)]),
    ),
    sentAt: Number(Attributes.SentTimestamp ?? 0),
    receiveCount: Number(Attributes.ApproximateReceiveCount ?? 1),
  };
}

// What is received also has lists that are always empty, which SQS refuses to be sent.
function toAttribute({
  DataType,
  StringValue,
  BinaryValue,
}: MessageAttributeValue): MessageAttributeValue {
  return {
    DataType,
    ...(StringValue !== undefined && { StringValue }),
    ...(BinaryValue !== undefined && { BinaryValue }),
  };
}

function textOf({ StringValue, BinaryValue }: MessageAttributeValue): string {
  return StringValue ?? Buffer.from(BinaryValue ?? []).toString('base64');
}

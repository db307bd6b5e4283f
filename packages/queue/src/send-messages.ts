import {
  type MessageAttributeValue,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';
import { type Clock, systemClock } from '@hooklane/core';
import { type EntryOutcome, requestInBatches } from './batch-request.ts';
import { type SqsClients, sqsClientOf } from './sqs-client.ts';

/** What every function of this package that talks to SQS takes. */
export interface QueueOptions {
  readonly clients?: SqsClients | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A message on its way into a queue. */
export interface OutgoingMessage {
  readonly body: string;
  /** Numbers become attributes of type `Number`. */
  readonly attributes?: Readonly<Record<string, string | number>>;
  /** 0 to 900. */
  readonly delaySeconds?: number;
}

/** Sends messages to one queue, in batches; says for each what became of it, in order. */
export function sendMessages(
  messages: Iterable<OutgoingMessage>,
  queueUrl: string,
  { clients, clock = systemClock, signal }: QueueOptions,
): Promise<readonly EntryOutcome[]> {
  const sqs = sqsClientOf(clients);
  return requestInBatches(messages, {
    clock,
    signal,
    bytesOf: messageBytes,
    request: (batch) =>
      sqs.send(
        new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: batch.map(toEntry) }),
        signal && { abortSignal: signal },
      ),
  });
}

/** Bytes that SQS counts for a message: its body, and name, type and value of each attribute. */
export function messageBytes({ body, attributes = {} }: OutgoingMessage): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, value] of Object.entries(attributes)) {
    bytes += name.length + typeOf(value).length + Buffer.byteLength(String(value));
  }
  return bytes;
}

function toEntry(message: OutgoingMessage, index: number): SendMessageBatchRequestEntry {
  const { body, attributes, delaySeconds } = message;
  return {
    Id: String(index),
    MessageBody: body,
    ...(attributes && { MessageAttributes: toAttributes(attributes) }),
    ...(delaySeconds !== undefined && delaySeconds > 0 && { DelaySeconds: delaySeconds }),
  };
}

function toAttributes(
  attributes: Readonly<Record<string, string | number>>,
): Record<string, MessageAttributeValue> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      { DataType: typeOf(value), StringValue: String(value) },
    ]),
  );
}

function typeOf(value: string | number): 'Number' | 'String' {
  return typeof value === 'number' ? 'Number' : 'String';
}

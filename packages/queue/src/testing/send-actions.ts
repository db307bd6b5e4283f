import { createHash } from 'node:crypto';
import type * as sqs from '@aws-sdk/client-sqs';
import {
  type MemoryAccount,
  type MemoryQueue,
  nextMessageId,
  queueByUrl,
  wakePollers,
} from './memory-account.ts';
import { checkMessage, type MessageToSend, messageBytes, mostBytes } from './message-checks.ts';
import { addMessage } from './message-store.ts';
import { type BatchResult, checkBatch, type EntryFault, runBatch } from './run-batch.ts';
import { sqsError } from './sqs-error.ts';

interface SentMessage {
  MessageId: string;
  MD5OfMessageBody: string;
}

/** SendMessage. */
export function sendMessage(
  account: MemoryAccount,
  input: sqs.SendMessageRequest,
): sqs.SendMessageResult {
  return enqueue(account, queueByUrl(account, input.QueueUrl), input);
}

/** SendMessageBatch. */
export function sendMessageBatch(
  account: MemoryAccount,
  { QueueUrl, Entries }: sqs.SendMessageBatchRequest,
  faultOf: (entry: object) => EntryFault | undefined,
): BatchResult<sqs.SendMessageBatchResultEntry> {
  const queue = queueByUrl(account, QueueUrl);
  const entries = checkBatch(Entries);
  const bytes = entries.reduce((sum, entry) => sum + messageBytes(entry), 0);
  if (bytes > mostBytes) {
    throw sqsError(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${mostBytes} bytes. You have sent ${bytes} bytes.`,
    );
  }
  return runBatch(entries, faultOf, (entry) => enqueue(account, queue, entry));
}

function enqueue(account: MemoryAccount, queue: MemoryQueue, message: MessageToSend): SentMessage {
  checkMessage(message, Number(queue.attributes['MaximumMessageSize']));
  const { MessageBody: body = '', MessageAttributes: attributes = {}, MessageGroupId } = message;
  const delaySeconds = message.DelaySeconds ?? Number(queue.attributes['DelaySeconds']);
  const now = account.clock.now();
  const id = nextMessageId(account);
  const bodyMd5 = createHash('md5').update(body).digest('hex');
  addMessage(queue.store, {
    id,
    body,
    bodyMd5,
    attributes: structuredClone(attributes),
    groupId: MessageGroupId,
    sentAt: now,
    receiveCount: 0,
    firstReceivedAt: undefined,
    receivedAt: undefined,
    state: delaySeconds > 0 ? 'delayed' : 'visible',
    visibleAt: now + delaySeconds * 1_000,
    moves: 0,
  });
  wakePollers(queue);
  return { MessageId: id, MD5OfMessageBody: bodyMd5 };
}

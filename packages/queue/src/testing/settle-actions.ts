import type * as sqs from '@aws-sdk/client-sqs';
import { type MemoryAccount, type MemoryQueue, queueByUrl, wakePollers } from './memory-account.ts';
import { hideMessage, removeMessage } from './message-store.ts';
import { messageOfHandle } from './receipt-handle.ts';
import { type BatchResult, checkBatch, type EntryFault, runBatch } from './run-batch.ts';
import { integerParameter, invalidParameter, missingParameter, sqsError } from './sqs-error.ts';

/** SQS caps visibility at 12 hours, counted from the receive (sqs-visibility-timeout). */
const longestVisibilitySeconds = 43_200;

interface VisibilityChange {
  readonly ReceiptHandle?: string | undefined;
  readonly VisibilityTimeout?: number | undefined;
}

/** DeleteMessage. An outdated handle succeeds and deletes nothing (SQS API reference). */
export function deleteMessage(
  account: MemoryAccount,
  { QueueUrl, ReceiptHandle }: sqs.DeleteMessageRequest,
): Record<string, never> {
  return deleteByHandle(queueByUrl(account, QueueUrl), ReceiptHandle);
}

/** DeleteMessageBatch. */
export function deleteMessageBatch(
  account: MemoryAccount,
  { QueueUrl, Entries }: sqs.DeleteMessageBatchRequest,
  faultOf: (entry: object) => EntryFault | undefined,
): BatchResult<sqs.DeleteMessageBatchResultEntry> {
  const queue = queueByUrl(account, QueueUrl);
  return runBatch(checkBatch(Entries), faultOf, ({ ReceiptHandle }) =>
    deleteByHandle(queue, ReceiptHandle),
  );
}

/** ChangeMessageVisibility. */
export function changeMessageVisibility(
  account: MemoryAccount,
  input: sqs.ChangeMessageVisibilityRequest,
): Record<string, never> {
  return changeVisibility(account, queueByUrl(account, input.QueueUrl), input);
}

/** ChangeMessageVisibilityBatch. */
export function changeMessageVisibilityBatch(
  account: MemoryAccount,
  { QueueUrl, Entries }: sqs.ChangeMessageVisibilityBatchRequest,
  faultOf: (entry: object) => EntryFault | undefined,
): BatchResult<sqs.ChangeMessageVisibilityBatchResultEntry> {
  const queue = queueByUrl(account, QueueUrl);
  return runBatch(checkBatch(Entries), faultOf, (entry) => changeVisibility(account, queue, entry));
}

function deleteByHandle(queue: MemoryQueue, handle: string | undefined): Record<string, never> {
  if (!handle) throw missingParameter('ReceiptHandle');
  const message = messageOfHandle(queue, handle);
  if (message !== undefined) {
    removeMessage(queue.store, message);
    // A place in flight may have become free.
    wakePollers(queue);
  }
  return {};
}

function changeVisibility(
  { clock }: MemoryAccount,
  queue: MemoryQueue,
  { ReceiptHandle: handle, VisibilityTimeout }: VisibilityChange,
): Record<string, never> {
  if (!handle) throw missingParameter('ReceiptHandle');
  if (VisibilityTimeout === undefined) throw missingParameter('VisibilityTimeout');
  const bounds = { least: 0, most: longestVisibilitySeconds, fallback: 0 };
  const seconds = integerParameter('VisibilityTimeout', VisibilityTimeout, bounds);
  const message = messageOfHandle(queue, handle);
  if (message === undefined) {
    const reason = 'Message does not exist or is not available for visibility timeout change';
    throw invalidParameter('ReceiptHandle', handle, reason);
  }
  if (message.state !== 'inFlight') {
    throw sqsError('MessageNotInflight', "The specified message isn't in flight.");
  }
  const visibleAt = clock.now() + seconds * 1_000;
  if (visibleAt > (message.receivedAt ?? 0) + longestVisibilitySeconds * 1_000) {
    const reason = `Total VisibilityTimeout for the message is beyond the limit [${longestVisibilitySeconds} seconds]`;
    throw invalidParameter('VisibilityTimeout', seconds, reason);
  }
  hideMessage(queue.store, message, visibleAt);
  wakePollers(queue);
  return {};
}

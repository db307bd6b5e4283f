import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import { holdSeconds, longestVisibilitySeconds, systemClock } from '@hooklane/core';
import { type EntryOutcome, requestInBatches } from './batch-request.ts';
import type { LaneMessage } from './lane-message.ts';
import type { QueueOptions } from './send-messages.ts';
import { sqsClientOf } from './sqs-client.ts';

/** A message that is to be hidden until it is due. */
export interface Hold {
  readonly message: LaneMessage;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
}

// 0 would do on AWS; fauxqs 2.4.1 loses a message from its disk store on 0.
const releaseSeconds = 1;

/** Takes messages out of their lane for good; says for each what became of it, in order. */
export function acknowledgeMessages(
  messages: readonly LaneMessage[],
  queueUrl: string,
  { clients, clock = systemClock, signal }: QueueOptions = {},
): Promise<readonly EntryOutcome[]> {
  const sqs = sqsClientOf(clients);
  return requestInBatches(messages, {
    clock,
    signal,
    request: (batch) =>
      sqs.send(
        new DeleteMessageBatchCommand({
          QueueUrl: queueUrl,
          Entries: batch.map(({ receiptHandle }, index) => ({
            Id: String(index),
            ReceiptHandle: receiptHandle,
          })),
        }),
        signal && { abortSignal: signal },
      ),
  });
}

/**
 * Hides messages until they are due, or as long as SQS lets them: 12 hours from the receive. A message
 * whose hold fails comes back after the visibility time-out of its queue and is held then.
 */
export function holdMessages(
  holds: readonly Hold[],
  queueUrl: string,
  options: QueueOptions = {},
): Promise<readonly EntryOutcome[]> {
  const now = (options.clock ?? systemClock).now();
  return changeVisibility(
    holds.map(({ message, dueAt }) => ({
      message,
      seconds: holdSeconds(dueAt, now, message.receivedAt),
    })),
    queueUrl,
    options,
  );
}

/**
 * Hides messages that are being worked for `visibilitySeconds` more; those that this would bring past the
 * 12 hours that SQS counts from the receive are left alone. Says what became of the others, in order.
 */
export function extendMessages(
  messages: readonly LaneMessage[],
  queueUrl: string,
  { visibilitySeconds, ...options }: QueueOptions & { readonly visibilitySeconds: number },
): Promise<readonly EntryOutcome[]> {
  const dueAt = (options.clock ?? systemClock).now() + visibilitySeconds * 1_000;
  return holdMessages(
    messages
      .filter(({ receivedAt }) => dueAt - receivedAt <= longestVisibilitySeconds * 1_000)
      .map((message) => ({ message, dueAt })),
    queueUrl,
    options,
  );
}

/** Gives messages back to their lane, for anyone to receive a second later. */
export function releaseMessages(
  messages: readonly LaneMessage[],
  queueUrl: string,
  options: QueueOptions = {},
): Promise<readonly EntryOutcome[]> {
  return changeVisibility(
    messages.map((message) => ({ message, seconds: releaseSeconds })),
    queueUrl,
    options,
  );
}

function changeVisibility(
  changes: readonly { readonly message: LaneMessage; readonly seconds: number }[],
  queueUrl: string,
  { clients, clock = systemClock, signal }: QueueOptions,
): Promise<readonly EntryOutcome[]> {
  const sqs = sqsClientOf(clients);
  return requestInBatches(changes, {
    clock,
    signal,
    request: (batch) =>
      sqs.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: queueUrl,
          Entries: batch.map(({ message, seconds }, index) => ({
            Id: String(index),
            ReceiptHandle: message.receiptHandle,
            VisibilityTimeout: seconds,
          })),
        }),
        signal && { abortSignal: signal },
      ),
  });
}

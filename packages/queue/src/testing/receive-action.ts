import type * as sqs from '@aws-sdk/client-sqs';
import type { Clock } from '@hooklane/core';
import {
  catchUpQueue,
  type MemoryAccount,
  type MemoryQueue,
  queueByUrl,
  wakePollers,
} from './memory-account.ts';
import {
  addMessage,
  firstVisible,
  hideMessage,
  nextVisibleAt,
  removeMessage,
  type StoredMessage,
} from './message-store.ts';
import { redrivePolicyOf } from './queue-attributes.ts';
import { receivedMessage } from './received-message.ts';
import { throwIfAborted } from './request-abort.ts';
import { integerParameter, sqsError } from './sqs-error.ts';

interface ReceiveRequest {
  readonly most: number;
  readonly visibilityMs: number;
  readonly waitMs: number;
}

/** ReceiveMessage: waits on the account's clock for a first message. */
export async function receiveMessage(
  account: MemoryAccount,
  input: sqs.ReceiveMessageRequest,
  signal: AbortSignal | undefined,
): Promise<sqs.ReceiveMessageResult> {
  const { clock } = account;
  const request = checkRequest(queueByUrl(account, input.QueueUrl), input);
  const endsAt = clock.now() + request.waitMs;
  for (;;) {
    throwIfAborted(signal);
    const queue = queueByUrl(account, input.QueueUrl);
    const taken = takeMessages(account, queue, request);
    if (taken.length > 0) {
      return { Messages: taken.map((message) => receivedMessage(queue, message, input)) };
    }
    const now = clock.now();
    if (now >= endsAt) return {};
    await waitForChange(clock, queue, Math.min(endsAt, nextVisibleAt(queue.store)) - now, signal);
  }
}

function checkRequest(
  { attributes }: MemoryQueue,
  { MaxNumberOfMessages, VisibilityTimeout, WaitTimeSeconds }: sqs.ReceiveMessageRequest,
): ReceiveRequest {
  const visibilitySeconds = integerParameter('VisibilityTimeout', VisibilityTimeout, {
    least: 0,
    most: 43_200,
    fallback: Number(attributes['VisibilityTimeout']),
  });
  const waitSeconds = integerParameter('WaitTimeSeconds', WaitTimeSeconds, {
    least: 0,
    most: 20,
    fallback: Number(attributes['ReceiveMessageWaitTimeSeconds']),
  });
  const bounds = { least: 1, most: 10, fallback: 1 };
  return {
    most: integerParameter('MaxNumberOfMessages', MaxNumberOfMessages, bounds),
    visibilityMs: visibilitySeconds * 1_000,
    waitMs: waitSeconds * 1_000,
  };
}

function takeMessages(
  account: MemoryAccount,
  queue: MemoryQueue,
  { most, visibilityMs, waitMs }: ReceiveRequest,
): readonly StoredMessage[] {
  catchUpQueue(account, queue);
  const { store } = queue;
  const now = account.clock.now();
  const places = account.inFlightLimit - store.counts.inFlight;
  // SQS API reference, ReceiveMessage: at the limit a short poll fails and a long poll gives nothing.
  if (places <= 0 && waitMs === 0) {
    throw sqsError('OverLimit', 'The maximum number of in flight messages is reached.');
  }
  const taken: StoredMessage[] = [];
  while (taken.length < Math.min(most, places)) {
    const message = firstVisible(store);
    if (message === undefined) break;
    if (buryMessage(account, queue, message)) continue;
    message.receiveCount += 1;
    message.firstReceivedAt ??= now;
    message.receivedAt = now;
    hideMessage(store, message, now + visibilityMs);
    taken.push(message);
  }
  return taken;
}

function buryMessage(account: MemoryAccount, queue: MemoryQueue, message: StoredMessage): boolean {
  const policy = redrivePolicyOf(account, queue);
  if (policy === undefined || policy.deadLetterQueue === queue) return false;
  if (message.receiveCount < policy.maxReceiveCount) return false;
  removeMessage(queue.store, message);
  addMessage(policy.deadLetterQueue.store, {
    ...message,
    visibleAt: account.clock.now(),
    deadLetterSourceArn: queue.arn,
  });
  wakePollers(policy.deadLetterQueue);
  return true;
}

async function waitForChange(
  clock: Clock,
  { pollers }: MemoryQueue,
  ms: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const poller = new AbortController();
  const wake = (): void => poller.abort();
  pollers.add(poller);
  signal?.addEventListener('abort', wake, { once: true });
  try {
    await clock.sleep(ms, { signal: poller.signal });
  } catch (error) {
    if (!poller.signal.aborted) throw error;
  } finally {
    pollers.delete(poller);
    signal?.removeEventListener('abort', wake);
  }
}

import type { Clock } from '@hooklane/core';
import {
  catchUp,
  createMessageStore,
  type MessageStore,
  type StoredMessage,
} from './message-store.ts';
import type { MoveTask } from './move-task-actions.ts';
import { missingParameter, sqsError } from './sqs-error.ts';

/** One queue in memory. */
export interface MemoryQueue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly store: MessageStore;
  readonly tags: Map<string, string>;
  /** Those who wait in a long poll: aborting wakes them. */
  readonly pollers: Set<AbortController>;
  modifiedAt: number;
  purgedAt: number | undefined;
  /** Settable attributes, as SQS writes them. */
  attributes: Readonly<Record<string, string>>;
}

/** All that one memory client knows: the queues of an account in a region. */
export interface MemoryAccount {
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  readonly inFlightLimit: number;
  readonly queues: Map<string, MemoryQueue>;
  /** When queues were deleted, by name. */
  readonly deletedAt: Map<string, number>;
  /** Moves out of dead-letter queues, the oldest first. */
  readonly moveTasks: MoveTask[];
  messagesSent: number;
}

/** Makes a queue without messages. */
export function addQueue(
  account: MemoryAccount,
  name: string,
  attributes: Readonly<Record<string, string>>,
): MemoryQueue {
  const { clock, region, accountId } = account;
  const now = clock.now();
  const queue: MemoryQueue = {
    name,
    url: `https://sqs.${region}.amazonaws.com/${accountId}/${name}`,
    arn: `arn:aws:sqs:${region}:${accountId}:${name}`,
    createdAt: now,
    modifiedAt: now,
    purgedAt: undefined,
    store: createMessageStore(),
    tags: new Map(),
    pollers: new Set(),
    attributes,
  };
  account.queues.set(name, queue);
  return queue;
}

/** The queue of a name, brought up to the present. */
export function queueByName(account: MemoryAccount, name: string | undefined): MemoryQueue {
  if (!name) throw missingParameter('QueueName');
  return present(account, account.queues.get(name));
}

/** The queue of a URL, brought up to the present. */
export function queueByUrl(account: MemoryAccount, url: string | undefined): MemoryQueue {
  if (!url) throw missingParameter('QueueUrl');
  const queue = account.queues.get(url.slice(url.lastIndexOf('/') + 1));
  return present(account, queue?.url === url ? queue : undefined);
}

/** The queue of an ARN, if there is one. */
export function queueByArn(account: MemoryAccount, arn: unknown): MemoryQueue | undefined {
  const queue = account.queues.get(String(arn).replace(/^.*:/, ''));
  return queue?.arn === arn ? queue : undefined;
}

/** Shows the messages of a queue that are due and drops those that are too old. */
export function catchUpQueue({ clock }: MemoryAccount, { store, attributes }: MemoryQueue): void {
  const now = clock.now();
  catchUp(store, now, now - Number(attributes['MessageRetentionPeriod']) * 1_000);
}

/** Makes all long polls of a queue look again. */
export function wakePollers({ pollers }: MemoryQueue): void {
  for (const poller of pollers) poller.abort();
}

/** The next message id: ids count up, so that runs repeat exactly. */
export function nextMessageId(account: MemoryAccount): StoredMessage['id'] {
  account.messagesSent += 1;
  return `00000000-0000-4000-8000-${String(account.messagesSent).padStart(12, '0')}`;
}

function present(account: MemoryAccount, queue: MemoryQueue | undefined): MemoryQueue {
  if (queue === undefined) {
    throw sqsError('QueueDoesNotExist', 'The specified queue does not exist.');
  }
  catchUpQueue(account, queue);
  return queue;
}

import type * as sqs from '@aws-sdk/client-sqs';
import {
  addQueue,
  type MemoryAccount,
  queueByName,
  queueByUrl,
  wakePollers,
} from './memory-account.ts';
import { removeMessage } from './message-store.ts';
import {
  checkQueueAttributes,
  defaultQueueAttributes,
  hasQueueAttributes,
  isQueueAttribute,
  mergeQueueAttributes,
  readQueueAttributes,
} from './queue-attributes.ts';
import { integerParameter, invalidParameter, missingParameter, sqsError } from './sqs-error.ts';

// SQS API reference: DeleteQueue (the name is free again) and PurgeQueue (one at a time).
const tombstoneMs = 60_000;
const purgeMs = 60_000;
const mostTags = 50;
const longestList = 1_000;

/** CreateQueue. */
export function createQueue(
  account: MemoryAccount,
  { QueueName: name, Attributes, tags = {} }: sqs.CreateQueueRequest,
): sqs.CreateQueueResult {
  if (!name) throw missingParameter('QueueName');
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(name)) {
    const reason =
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
    throw invalidParameter('QueueName', name, reason);
  }
  const attributes = checkQueueAttributes(account, Attributes);
  const existing = account.queues.get(name);
  if (existing !== undefined) {
    if (hasQueueAttributes(existing, attributes)) return { QueueUrl: existing.url };
    throw sqsError(
      'QueueNameExists',
      'A queue already exists with the same name and a different value for an attribute.',
    );
  }
  const deletedAt = account.deletedAt.get(name) ?? Number.NEGATIVE_INFINITY;
  if (account.clock.now() < deletedAt + tombstoneMs) {
    throw sqsError(
      'QueueDeletedRecently',
      'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
    );
  }
  const queue = addQueue(account, name, mergeQueueAttributes(defaultQueueAttributes, attributes));
  for (const [key, value] of Object.entries(tags)) queue.tags.set(key, value);
  return { QueueUrl: queue.url };
}

/** GetQueueUrl. */
export function getQueueUrl(
  account: MemoryAccount,
  { QueueName }: sqs.GetQueueUrlRequest,
): sqs.GetQueueUrlResult {
  return { QueueUrl: queueByName(account, QueueName).url };
}

/** DeleteQueue. */
export function deleteQueue(
  account: MemoryAccount,
  { QueueUrl }: sqs.DeleteQueueRequest,
): Record<string, never> {
  const queue = queueByUrl(account, QueueUrl);
  account.queues.delete(queue.name);
  account.deletedAt.set(queue.name, account.clock.now());
  wakePollers(queue);
  return {};
}

/** PurgeQueue: at once, where SQS may take up to 60 seconds. */
export function purgeQueue(
  account: MemoryAccount,
  { QueueUrl }: sqs.PurgeQueueRequest,
): Record<string, never> {
  const queue = queueByUrl(account, QueueUrl);
  const now = account.clock.now();
  if (queue.purgedAt !== undefined && now < queue.purgedAt + purgeMs) {
    throw sqsError(
      'PurgeQueueInProgress',
      `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
    );
  }
  queue.purgedAt = now;
  for (const message of queue.store.messages.values()) removeMessage(queue.store, message);
  return {};
}

/** GetQueueAttributes: none unless asked for. */
export function getQueueAttributes(
  account: MemoryAccount,
  { QueueUrl, AttributeNames: names = [] }: sqs.GetQueueAttributesRequest,
): sqs.GetQueueAttributesResult {
  const attributes = readQueueAttributes(queueByUrl(account, QueueUrl));
  for (const name of names) {
    if (name !== 'All' && !isQueueAttribute(name) && !Object.hasOwn(attributes, name)) {
      throw sqsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
    }
  }
  const wanted = new Set<string>(names);
  const chosen = Object.entries(attributes).filter(
    ([name]) => wanted.has('All') || wanted.has(name),
  );
  return chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) };
}

/** SetQueueAttributes: at once, where SQS may take up to 60 seconds. */
export function setQueueAttributes(
  account: MemoryAccount,
  { QueueUrl, Attributes }: sqs.SetQueueAttributesRequest,
): Record<string, never> {
  const queue = queueByUrl(account, QueueUrl);
  const changes = checkQueueAttributes(account, Attributes);
  queue.attributes = mergeQueueAttributes(queue.attributes, changes);
  queue.modifiedAt = account.clock.now();
  wakePollers(queue);
  return {};
}

/** ListQueues: pages only where MaxResults asks for them. */
export function listQueues(
  { queues }: MemoryAccount,
  { QueueNamePrefix: prefix = '', MaxResults, NextToken }: sqs.ListQueuesRequest,
): sqs.ListQueuesResult {
  const bounds = { least: 1, most: longestList, fallback: longestList };
  const most = integerParameter('MaxResults', MaxResults, bounds);
  const after = NextToken === undefined ? '' : Buffer.from(NextToken, 'base64url').toString();
  const names = [...queues.keys()]
    .filter((name) => name.startsWith(prefix) && name > after)
    .sort(byCodeUnits);
  const page = names.slice(0, most);
  const last = page.at(-1);
  const isLastPage = page.length === names.length;
  return {
    ...(last === undefined
      ? {}
      : { QueueUrls: page.flatMap((name) => queues.get(name)?.url ?? []) }),
    ...(isLastPage || last === undefined || MaxResults === undefined
      ? {}
      : { NextToken: Buffer.from(last).toString('base64url') }),
  };
}

/** ListQueueTags. */
export function listQueueTags(
  account: MemoryAccount,
  { QueueUrl }: sqs.ListQueueTagsRequest,
): sqs.ListQueueTagsResult {
  const { tags } = queueByUrl(account, QueueUrl);
  return tags.size === 0 ? {} : { Tags: Object.fromEntries(tags) };
}

/** TagQueue. */
export function tagQueue(
  account: MemoryAccount,
  { QueueUrl, Tags = {} }: sqs.TagQueueRequest,
): Record<string, never> {
  const queue = queueByUrl(account, QueueUrl);
  const added = Object.entries(Tags);
  const keys = new Set([...queue.tags.keys(), ...added.map(([key]) => key)]);
  if (added.length === 0) throw missingParameter('Tags');
  if (keys.size > mostTags) {
    throw sqsError('InvalidParameterValue', `Too many tags added for queue ${queue.name}.`);
  }
  for (const [key, value] of added) queue.tags.set(key, value);
  return {};
}

/** UntagQueue. */
export function untagQueue(
  account: MemoryAccount,
  { QueueUrl, TagKeys = [] }: sqs.UntagQueueRequest,
): Record<string, never> {
  const queue = queueByUrl(account, QueueUrl);
  for (const key of TagKeys) queue.tags.delete(key);
  return {};
}

function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

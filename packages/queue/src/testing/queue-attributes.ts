import { isDeepStrictEqual } from 'node:util';
import { type MemoryAccount, type MemoryQueue, queueByArn } from './memory-account.ts';
import { invalidParameter, sqsError } from './sqs-error.ts';

type Attributes = Readonly<Record<string, string | undefined>>;

/** What SQS sets where CreateQueue says nothing. */
export const defaultQueueAttributes: Readonly<Record<string, string>> = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
  VisibilityTimeout: '30',
};

// Ranges: SQS API reference, CreateQueue.
const ranges: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ['DelaySeconds', [0, 900]],
  ['KmsDataKeyReusePeriodSeconds', [60, 86_400]],
  ['MaximumMessageSize', [1_024, 1_048_576]],
  ['MessageRetentionPeriod', [60, 1_209_600]],
  ['ReceiveMessageWaitTimeSeconds', [0, 20]],
  ['VisibilityTimeout', [0, 43_200]],
]);
const jsonAttributes = new Set(['Policy', 'RedriveAllowPolicy', 'RedrivePolicy']);
const otherAttributes = new Set(['KmsMasterKeyId', 'SqsManagedSseEnabled']);

/** Where messages go that were received too often. */
export interface RedrivePolicy {
  readonly deadLetterQueue: MemoryQueue;
  readonly maxReceiveCount: number;
}

/** The attributes given, checked; `undefined` values are left out. */
export function checkQueueAttributes(
  account: MemoryAccount,
  attributes: Attributes = {},
): Readonly<Record<string, string>> {
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    const range = ranges.get(name);
    if (range !== undefined) checkRange(name, value, range);
    else if (jsonAttributes.has(name)) checkJson(name, value);
    else if (!otherAttributes.has(name)) {
      throw sqsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
    }
    checked[name] = value;
  }
  if (checked['RedrivePolicy']) checkRedrivePolicy(account, checked['RedrivePolicy']);
  return checked;
}

/** The attributes after a change: an empty value takes one away. */
export function mergeQueueAttributes(
  current: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const merged = Object.entries({ ...current, ...changes });
  return Object.fromEntries(merged.filter(([, value]) => value !== ''));
}

/** Tells whether a queue has all of these attributes. */
export function hasQueueAttributes(
  { attributes }: MemoryQueue,
  wanted: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(wanted).every(([name, value]) =>
    isDeepStrictEqual(comparable(name, attributes[name] ?? ''), comparable(name, value)),
  );
}

/** Where a queue sends its dead letters, as long as that queue is there. */
export function redrivePolicyOf(
  account: MemoryAccount,
  { attributes }: MemoryQueue,
): RedrivePolicy | undefined {
  if (!attributes['RedrivePolicy']) return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(attributes['RedrivePolicy']);
  const deadLetterQueue = queueByArn(account, deadLetterTargetArn);
  return deadLetterQueue && { deadLetterQueue, maxReceiveCount: Number(maxReceiveCount) };
}

/** All attributes that GetQueueAttributes knows of a queue. */
export function readQueueAttributes(queue: MemoryQueue): Readonly<Record<string, string>> {
  const { visible, delayed, inFlight } = queue.store.counts;
  return {
    ...queue.attributes,
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1_000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1_000)),
  };
}

/** Attributes that a queue may be without, and may be asked for all the same. */
export function isQueueAttribute(name: string): boolean {
  return ranges.has(name) || jsonAttributes.has(name) || otherAttributes.has(name);
}

function checkRange(name: string, value: string, [least, most]: readonly [number, number]): void {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= least && number <= most) return;
  throw sqsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
}

function checkJson(name: string, value: string): void {
  try {
    if (value !== '') JSON.parse(value);
  } catch {
    throw sqsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
  }
}

function checkRedrivePolicy(account: MemoryAccount, value: string): void {
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(value);
  const count = Number(maxReceiveCount);
  // maxReceiveCount is 1 to 1,000: sqs-configure-dead-letter-queue.
  if (!Number.isInteger(count) || count < 1 || count > 1_000) {
    const reason = `Invalid value for maxReceiveCount: ${maxReceiveCount}, valid values are from 1 to 1000 both inclusive`;
    throw invalidParameter('RedrivePolicy', value, reason);
  }
  if (queueByArn(account, deadLetterTargetArn) === undefined) {
    throw invalidParameter('RedrivePolicy', value, 'Dead letter target does not exist');
  }
}

function comparable(name: string, value: string): unknown {
  return jsonAttributes.has(name) && value !== '' ? JSON.parse(value) : value;
}

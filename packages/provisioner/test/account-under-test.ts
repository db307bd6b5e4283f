import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { createFakeClock, type FakeClock } from '@hooklane/core/testing';
import { createMemorySqs, type MemorySqs, type MemorySqsFaults } from '@hooklane/queue/testing';
import { type ProgressEvent, type ProvisionerOptions, provisionPlatform } from '../src/index.ts';

type SqsClient = Pick<SQSClient, 'send'>;

/** An account in memory with a platform, and the options that provision into it. */
export interface AccountUnderTest {
  readonly clock: FakeClock;
  readonly sqs: MemorySqs;
  readonly faults: MemorySqsFaults;
  readonly options: ProvisionerOptions;
  readonly events: ProgressEvent[];
}

const resultsQueue = 'hooklane-test-results';

export async function createAccount(): Promise<AccountUnderTest> {
  const account = createEmptyAccount();
  const { sqs, clock } = account;
  const call = { clients: { sqs }, clock, quotas: false };
  await provisionPlatform({ stage: 'test', compute: { kind: 'worker' } }, call);
  for (const action of Object.keys(sqs.requests) as (keyof typeof sqs.requests)[]) {
    (sqs.requests as Record<string, number>)[action] = 0;
  }
  return account;
}

export function createEmptyAccount(): AccountUnderTest {
  const clock = createFakeClock();
  const faults: MemorySqsFaults = {};
  const sqs = createMemorySqs({ clock, faults });
  const events: ProgressEvent[] = [];
  const onProgress = (event: ProgressEvent): void => {
    events.push(event);
  };
  return {
    clock,
    sqs,
    faults,
    events,
    options: { stage: 'test', clients: { sqs }, clock, onProgress, quotas: false },
  };
}

export interface QueueSnapshot {
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** What SQS says of a queue, times and counts aside. */
export async function snapshotQueue(name: string, sqs: SqsClient): Promise<QueueSnapshot> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  const { Tags = {} } = await sqs.send(new ListQueueTagsCommand({ QueueUrl }));
  const attributes = Object.entries(Attributes).filter(
    ([attribute]) => !/^Approximate|Timestamp$/.test(attribute),
  );
  return { attributes: Object.fromEntries(attributes), tags: Tags };
}

/** All queues of an account but that of its platform, by name. */
export async function snapshotAccount(sqs: SqsClient): Promise<Record<string, QueueSnapshot>> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const names = QueueUrls.map((url) => url.slice(url.lastIndexOf('/') + 1))
    .filter((name) => name !== resultsQueue)
    .toSorted();
  const snapshots = await Promise.all(names.map((name) => snapshotQueue(name, sqs)));
  return Object.fromEntries(names.map((name, index) => [name, snapshots[index] as QueueSnapshot]));
}

/** Makes a queue as somebody else would. */
export async function makeQueue(
  sqs: SqsClient,
  name: string,
  tags: Readonly<Record<string, string>> = {},
  attributes: Readonly<Record<string, string>> = {},
): Promise<void> {
  await sqs.send(
    new CreateQueueCommand({ QueueName: name, tags: { ...tags }, Attributes: { ...attributes } }),
  );
}

export async function sendMessage(sqs: SqsClient, name: string, delaySeconds = 0): Promise<void> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  await sqs.send(
    new SendMessageCommand({ QueueUrl, MessageBody: '{}', DelaySeconds: delaySeconds }),
  );
}

/** Requests so far that change something. */
export function countWrites({ requests }: MemorySqs): number {
  const { CreateQueue, SetQueueAttributes, TagQueue, UntagQueue, DeleteQueue } = requests;
  return CreateQueue + SetQueueAttributes + TagQueue + UntagQueue + DeleteQueue;
}

/** Lets time pass until `work` has ended. */
export async function timePasses<Result>(
  { clock }: Pick<AccountUnderTest, 'clock'>,
  work: Promise<Result>,
): Promise<Result> {
  let isOver = false;
  const end = (): void => {
    isOver = true;
  };
  work.then(end, end);
  while (!isOver) await clock.advance(1_000);
  return await work;
}

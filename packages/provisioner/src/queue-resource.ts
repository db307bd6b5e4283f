import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueueTagsCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
} from '@aws-sdk/client-sqs';
import type { Tags } from './ownership.ts';
import type { CallContext } from './provisioner-options.ts';
import type { QueueAddress } from './queue-address.ts';
import {
  fromAttributes,
  type QueueAttributes,
  type QueueSettings,
  settingAttributes,
} from './queue-settings.ts';
import { isMissingQueue } from './sqs-errors.ts';

/** A queue, as it was found. */
export interface FoundQueue extends QueueAddress {
  readonly name: string;
  readonly settings: QueueSettings;
  readonly tags: Tags;
  /** Messages in it: visible, in flight and delayed. SQS counts approximately. */
  readonly messages: number;
}

/** What of a context is needed to talk to SQS. */
export type QueueContext = Pick<CallContext, 'sqs' | 'request'>;

/** Reads a queue by its name; `undefined` when there is none. */
export function readQueue(name: string, context: QueueContext): Promise<FoundQueue | undefined> {
  return unlessMissing(async () => {
    const { sqs, request } = context;
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }), request);
    const url = QueueUrl as string;
    const [attributes, tags] = await Promise.all([
      readAttributes(url, context),
      readTags(url, context),
    ]);
    return {
      name,
      url,
      arn: attributes.QueueArn as string,
      settings: fromAttributes(attributes),
      tags,
      messages:
        Number(attributes.ApproximateNumberOfMessages) +
        Number(attributes.ApproximateNumberOfMessagesNotVisible) +
        Number(attributes.ApproximateNumberOfMessagesDelayed),
    };
  });
}

/** Reads queues by their names; those that are not there are left out. */
export async function readQueues(
  names: readonly string[],
  context: QueueContext,
): Promise<ReadonlyMap<string, FoundQueue>> {
  const queues = await Promise.all(names.map((name) => readQueue(name, context)));
  return new Map(queues.filter((queue) => queue !== undefined).map((queue) => [queue.name, queue]));
}

/** Reads the tags of a queue. */
export async function readTags(url: string, { sqs, request }: QueueContext): Promise<Tags> {
  const { Tags = {} } = await sqs.send(new ListQueueTagsCommand({ QueueUrl: url }), request);
  return Tags;
}

/** Reads the ARN of a queue. */
export async function readArn(url: string, { sqs, request }: QueueContext): Promise<string> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
    request,
  );
  return Attributes?.QueueArn as string;
}

/** Creates a queue with its tags. Created again with the same attributes, SQS changes nothing. */
export async function createQueue(
  name: string,
  attributes: QueueAttributes,
  tags: Tags,
  { sqs, request }: QueueContext,
): Promise<void> {
  await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: attributes, tags: { ...tags } }),
    request,
  );
}

/** Writes attributes and tags of a queue: the tags last, so that their hash never tells too early. */
export async function updateQueue(
  url: string,
  attributes: QueueAttributes,
  tags: Tags,
  { sqs, request }: QueueContext,
): Promise<void> {
  if (Object.keys(attributes).length > 0) {
    await sqs.send(
      new SetQueueAttributesCommand({ QueueUrl: url, Attributes: attributes }),
      request,
    );
  }
  if (Object.keys(tags).length > 0) {
    await sqs.send(new TagQueueCommand({ QueueUrl: url, Tags: { ...tags } }), request);
  }
}

/** Deletes a queue with all its messages; one that is gone is fine. */
export async function removeQueue(url: string, { sqs, request }: QueueContext): Promise<void> {
  await unlessMissing(() => sqs.send(new DeleteQueueCommand({ QueueUrl: url }), request));
}

/** Does `read`; `undefined` when the queue turns out not to be there. */
export async function unlessMissing<Result>(
  read: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isMissingQueue(error)) return undefined;
    throw error;
  }
}

async function readAttributes(
  url: string,
  { sqs, request }: QueueContext,
): Promise<QueueAttributes> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: [
        'QueueArn',
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
        ...settingAttributes,
      ],
    }),
    request,
  );
  return Attributes;
}

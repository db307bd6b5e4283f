import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueueTagsCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
} from '@aws-sdk/client-sqs';
import { HooklaneError } from '@hooklane/core';
import { isMissing } from '../aws/error-kinds.ts';
import type { CallContext } from '../call-context.ts';
import type { ResourceKind } from '../progress.ts';
import type { Change, Found, Resource, Tags } from '../resource.ts';
import type { Site } from '../site.ts';
import {
  fromAttributes,
  type QueueAttributes,
  type QueueSettings,
  toAttributes,
} from './queue-settings.ts';

/** A queue, as it was found. */
export interface FoundQueue extends Found<QueueSettings> {
  readonly tags: Tags;
  readonly messages: number;
  readonly counts: MessageCounts;
}

/** Messages of a queue. SQS counts approximately. */
export interface MessageCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** A new queue is usable after a second (CreateQueue), as a rule. */
const sightTries = 10;
const sightPauseMs = 1_000;

/** A queue by its name. `site` is only asked where settings name another queue. */
export function queueResource(
  kind: ResourceKind,
  name: string,
  site: Pick<Site, 'arnOf'>,
  context: CallContext,
): Resource<QueueSettings> & { read(): Promise<FoundQueue | undefined> } {
  const { sqs, sqsTags } = context.aws;
  const attributesOf = (settings: QueueSettings): QueueAttributes =>
    toAttributes(settings, (queue) => site.arnOf('sqs', queue));
  return {
    kind,
    name,
    read: () => readQueue(name, context),
    create: async (wanted, tags) => {
      await sqs.create(
        new CreateQueueCommand({
          QueueName: name,
          Attributes: attributesOf(wanted),
          tags: { ...tags },
        }),
      );
      return await sight(name, context);
    },
    update: async ({ settings, tags }: Change<QueueSettings>) => {
      const QueueUrl = await readUrl(name, context);
      const Attributes = attributesOf(settings);
      if (Object.keys(Attributes).length > 0) {
        await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
      }
      // Last, so that their hash never tells too early.
      if (Object.keys(tags).length > 0) {
        await sqsTags.send(new TagQueueCommand({ QueueUrl, Tags: { ...tags } }));
      }
    },
    remove: async () => {
      await unlessMissing(async () => {
        const QueueUrl = await readUrl(name, context);
        await sqs.send(new DeleteQueueCommand({ QueueUrl }));
      });
    },
  };
}

/** Does `read`; `undefined` when it turns out that there is nothing. */
export async function unlessMissing<Result>(
  read: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Reads the tags of a queue. */
export async function readQueueTags(
  QueueUrl: string,
  { aws: { sqsTags } }: CallContext,
): Promise<Tags> {
  const { Tags = {} } = await sqsTags.send(new ListQueueTagsCommand({ QueueUrl }));
  return Tags;
}

/** Reads where a queue is. */
export async function readUrl(name: string, { aws: { sqs } }: CallContext): Promise<string> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  return QueueUrl as string;
}

function readQueue(name: string, context: CallContext): Promise<FoundQueue | undefined> {
  return unlessMissing(async () => {
    const url = await readUrl(name, context);
    const [attributes, tags] = await Promise.all([
      readAttributes(url, context),
      readQueueTags(url, context),
    ]);
    const counts = {
      visible: Number(attributes.ApproximateNumberOfMessages),
      inFlight: Number(attributes.ApproximateNumberOfMessagesNotVisible),
      delayed: Number(attributes.ApproximateNumberOfMessagesDelayed),
    };
    const messages = counts.visible + counts.inFlight + counts.delayed;
    return { settings: fromAttributes(attributes), tags, messages, counts };
  });
}

async function readAttributes(
  QueueUrl: string,
  { aws: { sqs } }: CallContext,
): Promise<QueueAttributes> {
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
  const { Attributes = {} } = await sqs.send(command);
  return Attributes;
}

/** Waits until a new queue shows, with its tags. */
async function sight(name: string, context: CallContext): Promise<FoundQueue> {
  for (let tries = 1; ; tries += 1) {
    const found = await readQueue(name, context);
    if (found !== undefined && Object.keys(found.tags).length > 0) return found;
    if (tries < sightTries) {
      await context.clock.sleep(sightPauseMs, { signal: context.signal });
      continue;
    }
    if (found !== undefined) return found;
    throw new HooklaneError(
      'queue_not_visible',
      `Queue ${name} was created, but after ${sightTries} looks SQS still does not show it. Run again`,
    );
  }
}

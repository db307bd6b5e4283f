import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
} from '@aws-sdk/client-sns';
import type { CallContext } from '../call-context.ts';
import type { Resource } from '../resource.ts';
import type { Site } from '../site.ts';
import { unlessMissing } from './queue.ts';
import { asTagList, fromTagList } from './tag-list.ts';

/** The topic to which alarms go. SNS lets the alarms of its own account publish. */
export function alarmTopic(
  name: string,
  site: Site,
  { aws: { sns } }: CallContext,
): Resource<Record<string, never>> {
  const arn = site.arnOf('sns', name);
  return {
    kind: 'alarm-topic',
    name,
    read: () =>
      unlessMissing(async () => {
        await sns.send(new GetTopicAttributesCommand({ TopicArn: arn }));
        const { Tags } = await sns.send(new ListTagsForResourceCommand({ ResourceArn: arn }));
        return { settings: {}, tags: fromTagList(Tags) };
      }),
    create: async (_, tags) => {
      await sns.create(new CreateTopicCommand({ Name: name, Tags: asTagList(tags) }));
      return undefined;
    },
    update: async ({ tags }) => {
      await sns.send(new TagResourceCommand({ ResourceArn: arn, Tags: asTagList(tags) }));
    },
    remove: async () => {
      await unlessMissing(() => sns.send(new DeleteTopicCommand({ TopicArn: arn })));
    },
  };
}

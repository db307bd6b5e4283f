import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { CallContext } from '../call-context.ts';
import type { Resource } from '../resource.ts';
import type { Site } from '../site.ts';
import { unlessMissing } from './queue.ts';

/** How long logs are kept: CloudWatch keeps them for ever unless told. */
export interface LogGroupSettings {
  readonly retentionDays: number | undefined;
}

/** The log group of a lane's function. */
export function logGroup(
  name: string,
  site: Site,
  { aws }: CallContext,
): Resource<LogGroupSettings> {
  const { logReads, logGroups, logRetention, logTags } = aws;
  const resourceArn = site.arnOf('logs', `log-group:${name}`);
  const setRetention = async (retentionInDays: number | undefined): Promise<void> => {
    await logRetention.send(new PutRetentionPolicyCommand({ logGroupName: name, retentionInDays }));
  };
  return {
    kind: 'log-group',
    name,
    read: async () => {
      const page = await logReads.send(
        new DescribeLogGroupsCommand({ logGroupNamePrefix: name, limit: 50 }),
      );
      // The shortest name with a prefix comes first: the page holds it if it is there.
      const group = page.logGroups?.find(({ logGroupName }) => logGroupName === name);
      if (group === undefined) return undefined;
      const { tags = {} } = await logTags.send(new ListTagsForResourceCommand({ resourceArn }));
      return { settings: { retentionDays: group.retentionInDays }, tags };
    },
    create: async ({ retentionDays }, tags) => {
      await logGroups.create(new CreateLogGroupCommand({ logGroupName: name, tags: { ...tags } }));
      await setRetention(retentionDays);
      return undefined;
    },
    update: async ({ settings, tags }) => {
      if (settings.retentionDays !== undefined) await setRetention(settings.retentionDays);
      if (Object.keys(tags).length > 0) {
        await logTags.send(new TagResourceCommand({ resourceArn, tags: { ...tags } }));
      }
    },
    remove: async () => {
      await unlessMissing(() => logGroups.send(new DeleteLogGroupCommand({ logGroupName: name })));
    },
  };
}

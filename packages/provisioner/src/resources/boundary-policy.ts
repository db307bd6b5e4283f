import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListPolicyVersionsCommand,
  TagPolicyCommand,
} from '@aws-sdk/client-iam';
import type { CallContext } from '../call-context.ts';
import type { Resource } from '../resource.ts';
import type { Site } from '../site.ts';
import type { PolicyDocument } from './lane-policy.ts';
import { readDocument } from './lane-role.ts';
import { unlessMissing } from './queue.ts';
import { asTagList, fromTagList } from './tag-list.ts';

export interface BoundarySettings {
  readonly policy: PolicyDocument;
}

/** The permissions boundary of a stage's roles. */
export function boundaryPolicy(
  name: string,
  path: string,
  site: Site,
  { aws: { iam } }: CallContext,
): Resource<BoundarySettings> {
  const PolicyArn = site.iamArnOf(`policy${path}${name}`);
  /** Versions that are not in force, the oldest last. */
  const oldVersions = async (): Promise<readonly string[]> => {
    const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
    return Versions.filter(({ IsDefaultVersion }) => IsDefaultVersion !== true)
      .toSorted((a, b) => Number(b.CreateDate) - Number(a.CreateDate))
      .map(({ VersionId }) => VersionId as string);
  };
  const removeVersions = async (ids: readonly string[]): Promise<void> => {
    for (const VersionId of ids) {
      await unlessMissing(() => iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId })));
    }
  };
  return {
    kind: 'boundary-policy',
    name,
    read: () =>
      unlessMissing(async () => {
        const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
        const VersionId = Policy?.DefaultVersionId;
        const command = new GetPolicyVersionCommand({ PolicyArn, VersionId });
        const { PolicyVersion } = await iam.send(command);
        const settings = { policy: readDocument(PolicyVersion?.Document) as PolicyDocument };
        // CloudFormation cannot tag a policy: without tags it is the stage's by its path.
        return Policy?.Tags?.length ? { settings, tags: fromTagList(Policy.Tags) } : { settings };
      }),
    create: async ({ policy }, tags) => {
      await iam.create(
        new CreatePolicyCommand({
          PolicyName: name,
          Path: path,
          PolicyDocument: JSON.stringify(policy),
          Tags: asTagList(tags),
        }),
      );
      return undefined;
    },
    update: async ({ settings: { policy }, tags }) => {
      if (policy !== undefined) {
        // IAM keeps five versions (reference_iam-quotas); one is kept to go back to.
        await removeVersions((await oldVersions()).slice(1));
        const PolicyDocument = JSON.stringify(policy);
        await iam.create(
          new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }),
        );
      }
      if (Object.keys(tags).length > 0) {
        await iam.send(new TagPolicyCommand({ PolicyArn, Tags: asTagList(tags) }));
      }
    },
    remove: async () => {
      await unlessMissing(async () => {
        await removeVersions(await oldVersions());
        await iam.send(new DeletePolicyCommand({ PolicyArn }));
      });
    },
  };
}

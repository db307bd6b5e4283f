import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  type Tag,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { CallContext } from '../call-context.ts';
import type { Resource } from '../resource.ts';
import type { PolicyDocument } from './lane-policy.ts';
import { unlessMissing } from './queue.ts';
import { asTagList, fromTagList } from './tag-list.ts';

/** What a function may do. */
export interface RoleSettings {
  readonly trust: unknown;
  readonly boundaryArn: string | undefined;
  /** The inline policy: it goes with its role, and counts against no quota of managed ones. */
  readonly policy: PolicyDocument | undefined;
}

/** The role of a function, with its inline policy. */
export function laneRole(
  name: string,
  path: string,
  { aws: { iam } }: CallContext,
  policyName = 'lane',
): Resource<RoleSettings> {
  const RoleName = name;
  const putPolicy = async (policy: PolicyDocument | undefined): Promise<void> => {
    const PolicyDocument = JSON.stringify(policy);
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: policyName, PolicyDocument }));
  };
  return {
    kind: 'role',
    name,
    read: () =>
      unlessMissing(async () => {
        const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
        const policy = await unlessMissing(() =>
          iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: policyName })),
        );
        return {
          settings: {
            trust: readDocument(Role?.AssumeRolePolicyDocument),
            boundaryArn: Role?.PermissionsBoundary?.PermissionsBoundaryArn,
            policy: readDocument(policy?.PolicyDocument) as PolicyDocument | undefined,
          },
          tags: fromTagList(Role?.Tags),
        };
      }),
    create: async ({ trust, boundaryArn, policy }, tags) => {
      await iam.create(
        new CreateRoleCommand({
          RoleName,
          Path: path,
          AssumeRolePolicyDocument: JSON.stringify(trust),
          PermissionsBoundary: boundaryArn,
          Tags: asTagList(tags) as Tag[],
        }),
      );
      await putPolicy(policy);
      return undefined;
    },
    update: async ({ settings: { trust, boundaryArn, policy }, tags }) => {
      // First: the rights to write the rest hold for roles with the boundary only (docs/iam.md).
      if (boundaryArn !== undefined) {
        const PermissionsBoundary = boundaryArn;
        await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
      }
      if (trust !== undefined) {
        const PolicyDocument = JSON.stringify(trust);
        await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
      }
      if (policy !== undefined) await putPolicy(policy);
      if (Object.keys(tags).length > 0) {
        await iam.send(new TagRoleCommand({ RoleName, Tags: asTagList(tags) as Tag[] }));
      }
    },
    remove: async () => {
      await unlessMissing(() =>
        iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: policyName })),
      );
      await unlessMissing(() => iam.send(new DeleteRoleCommand({ RoleName })));
    },
  };
}

/** IAM gives documents URL-encoded. */
export function readDocument(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  return JSON.parse(text.startsWith('%') ? decodeURIComponent(text) : text);
}

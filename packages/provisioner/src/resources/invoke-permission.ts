import {
  AddPermissionCommand,
  GetPolicyCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import type { CallContext } from '../call-context.ts';
import type { Resource } from '../resource.ts';
import { unlessMissing } from './queue.ts';

/** Which topic may call a function. */
export interface InvokePermissionSettings {
  readonly topicArn: string | undefined;
}

interface Statement {
  readonly Sid?: string;
  readonly Condition?: { readonly ArnLike?: { readonly 'AWS:SourceArn'?: string } };
}

const StatementId = 'alarms';

/** The statement in the policy of a function that lets a topic of SNS call it. */
export function invokePermission(
  FunctionName: string,
  { aws: { lambda } }: CallContext,
): Resource<InvokePermissionSettings> {
  const remove = async (): Promise<void> => {
    await unlessMissing(() =>
      lambda.send(new RemovePermissionCommand({ FunctionName, StatementId })),
    );
  };
  const create = async ({ topicArn }: InvokePermissionSettings): Promise<undefined> => {
    await lambda.create(
      new AddPermissionCommand({
        FunctionName,
        StatementId,
        Action: 'lambda:InvokeFunction',
        Principal: 'sns.amazonaws.com',
        SourceArn: topicArn,
      }),
    );
    return undefined;
  };
  return {
    kind: 'invoke-permission',
    name: FunctionName,
    read: () =>
      unlessMissing(async () => {
        const { Policy = '{}' } = await lambda.send(new GetPolicyCommand({ FunctionName }));
        const { Statement: statements = [] } = JSON.parse(Policy) as {
          readonly Statement?: readonly Statement[];
        };
        const own = statements.find(({ Sid }) => Sid === StatementId);
        return own && { settings: { topicArn: own.Condition?.ArnLike?.['AWS:SourceArn'] } };
      }),
    create,
    update: async ({ wanted }) => {
      // A statement cannot be changed.
      await remove();
      await create(wanted);
    },
    remove,
  };
}

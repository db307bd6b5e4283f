import {
  DescribeAlarmsCommand,
  ListTagsForResourceCommand as ListAlarmTagsCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand as ListLogTagsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  GetRoleCommand,
  GetRolePolicyCommand,
  ListPoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
} from '@aws-sdk/client-iam';
import {
  type EventSourceMappingConfiguration,
  GetFunctionCommand,
  GetFunctionRecursionConfigCommand,
  GetPolicyCommand,
  ListAliasesCommand,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import { ListSubscriptionsCommand, ListTopicsCommand } from '@aws-sdk/client-sns';
import {
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
} from '@aws-sdk/client-sqs';
import {
  DescribeParametersCommand,
  GetParameterHistoryCommand,
  ListTagsForResourceCommand as ListParameterTagsCommand,
} from '@aws-sdk/client-ssm';
import type { Clients } from './strict-account.ts';

/** All that is in an account, but for times, ids and the values of secrets: orphans and duplicates show. */
export async function snapshotAccount(clients: Clients): Promise<unknown> {
  return {
    queues: await queues(clients),
    parameters: await parameters(clients),
    logGroups: await logGroups(clients),
    roles: await roles(clients),
    policies: await policies(clients),
    functions: await functions(clients),
    mappings: await mappings(clients),
    alarms: await alarms(clients),
    topics: await topics(clients),
    subscriptions: await subscriptions(clients),
  };
}

async function queues({ sqs }: Clients): Promise<unknown> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  return await Promise.all(
    QueueUrls.toSorted().map(async (QueueUrl) => {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
      );
      const { Tags } = await sqs.send(new ListQueueTagsCommand({ QueueUrl }));
      return { ...without(Attributes, 'CreatedTimestamp', 'LastModifiedTimestamp'), Tags };
    }),
  );
}

async function parameters({ ssm }: Clients): Promise<unknown> {
  const { Parameters = [] } = await ssm.send(new DescribeParametersCommand({}));
  return await Promise.all(
    Parameters.map(async ({ Name }) => {
      const history = await ssm.send(new GetParameterHistoryCommand({ Name }));
      const tagged = { ResourceType: 'Parameter', ResourceId: Name } as const;
      const { TagList } = await ssm.send(new ListParameterTagsCommand(tagged));
      return { Name, types: history.Parameters?.map(({ Type }) => Type), TagList };
    }),
  );
}

async function logGroups({ logs }: Clients): Promise<unknown> {
  const { logGroups: found = [] } = await logs.send(new DescribeLogGroupsCommand({}));
  return await Promise.all(
    found.map(async ({ logGroupName, retentionInDays, arn = '' }) => {
      const resourceArn = arn.replace(/:\*$/, '');
      const { tags } = await logs.send(new ListLogTagsCommand({ resourceArn }));
      return { logGroupName, retentionInDays, tags };
    }),
  );
}

async function roles({ iam }: Clients): Promise<unknown> {
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  return await Promise.all(
    Roles.map(async ({ RoleName, Path, AssumeRolePolicyDocument }) => {
      const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
      const documents = await Promise.all(
        PolicyNames.map(async (PolicyName) => {
          const policy = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
          return policy.PolicyDocument;
        }),
      );
      const { Tags } = await iam.send(new ListRoleTagsCommand({ RoleName }));
      const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
      const boundary = Role?.PermissionsBoundary?.PermissionsBoundaryArn;
      return { RoleName, Path, AssumeRolePolicyDocument, documents, boundary, Tags };
    }),
  );
}

async function policies({ iam }: Clients): Promise<unknown> {
  const { Policies = [] } = await iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
  return Policies.map(({ PolicyName, DefaultVersionId }) => ({ PolicyName, DefaultVersionId }));
}

async function functions({ lambda }: Clients): Promise<unknown> {
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  return await Promise.all(
    Functions.map(async ({ FunctionName }) => {
      const found = await lambda.send(new GetFunctionCommand({ FunctionName }));
      const { Versions = [] } = await lambda.send(
        new ListVersionsByFunctionCommand({ FunctionName }),
      );
      const { Aliases = [] } = await lambda.send(new ListAliasesCommand({ FunctionName }));
      const loop = await lambda.send(new GetFunctionRecursionConfigCommand({ FunctionName }));
      return {
        ...without(found.Configuration ?? {}, 'LastModified', 'RevisionId'),
        Tags: found.Tags,
        versions: Versions.map(({ Version, MemorySize, Timeout, Environment }) => ({
          Version,
          MemorySize,
          Timeout,
          Environment,
        })),
        aliases: Aliases.map(({ Name, FunctionVersion }) => ({ Name, FunctionVersion })),
        loop: loop.RecursiveLoop,
        policy: await policyOf(FunctionName ?? '', { lambda }),
      };
    }),
  );
}

async function policyOf(
  FunctionName: string,
  { lambda }: Pick<Clients, 'lambda'>,
): Promise<unknown> {
  try {
    const { Policy = '{}' } = await lambda.send(new GetPolicyCommand({ FunctionName }));
    return (JSON.parse(Policy) as { Statement?: unknown }).Statement;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return [];
    throw error;
  }
}

async function mappings({ lambda }: Clients): Promise<unknown> {
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
  return await Promise.all(
    EventSourceMappings.map(async (one) => {
      const { Tags } = await lambda.send(new ListTagsCommand({ Resource: mappingArn(one) }));
      const changing = ['UUID', 'LastModified', 'EventSourceMappingArn', 'StateTransitionReason'];
      return { ...without(one, ...changing), Tags };
    }),
  );
}

function mappingArn({ UUID, FunctionArn = '' }: EventSourceMappingConfiguration): string {
  return `${FunctionArn.split(':').slice(0, 5).join(':')}:event-source-mapping:${UUID}`;
}

async function alarms({ cloudwatch }: Clients): Promise<unknown> {
  const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({}));
  return await Promise.all(
    MetricAlarms.map(async ({ AlarmName, AlarmArn, MetricName, Dimensions, ...alarm }) => {
      const { Tags } = await cloudwatch.send(new ListAlarmTagsCommand({ ResourceARN: AlarmArn }));
      const { Threshold, AlarmActions } = alarm;
      return { AlarmName, MetricName, Dimensions, Threshold, AlarmActions, Tags };
    }),
  );
}

async function topics({ sns }: Clients): Promise<unknown> {
  const { Topics = [] } = await sns.send(new ListTopicsCommand({}));
  return Topics.map(({ TopicArn }) => TopicArn);
}

async function subscriptions({ sns }: Clients): Promise<unknown> {
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsCommand({}));
  return Subscriptions.map(({ TopicArn, Protocol, Endpoint }) => ({
    TopicArn,
    Protocol,
    Endpoint,
  }));
}

function without(value: object, ...names: readonly string[]): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

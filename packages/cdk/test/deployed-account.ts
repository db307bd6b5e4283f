import type { ProvisionerClients } from '@hooklane/provisioner';
import type { Stack } from 'aws-cdk-lib';
import { type Place, type Properties, type Resource, resourcesOf } from './template-resources.ts';

/** What stands where a template was deployed, as far as the provisioner reads it. */
export interface DeployedAccount {
  readonly clients: ProvisionerClients;
  /** Requests that are no reads: `TagPolicy` with what it was given. */
  readonly writes: { readonly action: string; readonly input: unknown }[];
}

export interface DeployOptions extends Place {
  /** What somebody put into the parameter. */
  readonly slackUrl?: string;
  /** What somebody tagged the boundary with. @default nothing, as CloudFormation does */
  readonly boundaryTags?: readonly { readonly Key: string; readonly Value: string }[];
  /** What Lambda computes of the code of every function. */
  readonly codeSha256?: string;
}

type Read = (input: Properties) => unknown;

/** Deploys the template of a stack, as CloudFormation would: every reference becomes what it refers to. */
export function deploy(stack: Stack, options: DeployOptions): DeployedAccount {
  const reads: Readonly<Record<string, Read>> = readsOf(resourcesOf(stack, options), options);
  const writes: { action: string; input: unknown }[] = [];
  const send = async (command: object): Promise<unknown> => {
    const action = command.constructor.name.replace(/Command$/, '');
    const { input } = command as { readonly input: Properties };
    const read = reads[action];
    if (read !== undefined) return read(input);
    writes.push({ action, input });
    return {};
  };
  const client = { send } as never;
  const services = ['sqs', 'lambda', 'iam', 'ssm', 'logs', 'cloudwatch', 'sns'] as const;
  return { clients: Object.fromEntries(services.map((name) => [name, client])), writes };
}

function readsOf(
  resources: readonly Resource[],
  { region, accountId, slackUrl, codeSha256, boundaryTags = [] }: DeployOptions,
): Readonly<Record<string, Read>> {
  const find = (type: string, field: string, value: unknown): Properties => {
    const found = resources.find(
      ({ type: other, properties }) => other === type && properties[field] === value,
    );
    if (found !== undefined) return found.properties;
    throw Object.assign(new Error(`no ${type} ${value}`), { name: 'NotFoundException' });
  };
  const lastOf = (arn: unknown): string => String(arn).split(/[:/]/).at(-1) ?? '';
  const queue = (name: unknown): Properties => find('AWS::SQS::Queue', 'QueueName', name);
  const policy = (arn: unknown): Properties =>
    find('AWS::IAM::ManagedPolicy', 'ManagedPolicyName', lastOf(arn));
  const role = (name: unknown): Properties => find('AWS::IAM::Role', 'RoleName', name);
  const fn = (name: unknown): Properties => find('AWS::Lambda::Function', 'FunctionName', name);
  const alarm = (name: unknown): Properties => find('AWS::CloudWatch::Alarm', 'AlarmName', name);
  return {
    GetQueueUrl: ({ QueueName }) => {
      queue(QueueName);
      return { QueueUrl: `https://sqs.${region}.amazonaws.com/${accountId}/${QueueName}` };
    },
    GetQueueAttributes: ({ QueueUrl }) => {
      const name = lastOf(QueueUrl);
      const attributes = Object.entries(queue(name)).map(([key, value]) => [key, String(value)]);
      const QueueArn = `arn:aws:sqs:${region}:${accountId}:${name}`;
      return { Attributes: { ...Object.fromEntries(attributes), QueueArn } };
    },
    ListQueueTags: ({ QueueUrl }) => ({ Tags: asRecord(queue(lastOf(QueueUrl))['Tags']) }),
    GetPolicy: ({ PolicyArn }) => {
      // Of a function: its statement has a name of CloudFormation's.
      if (PolicyArn === undefined) return { Policy: '{"Statement":[{"Sid":"Stack-1A2B"}]}' };
      policy(PolicyArn);
      return { Policy: { DefaultVersionId: 'v1', Tags: boundaryTags } };
    },
    GetPolicyVersion: ({ PolicyArn }) => ({
      PolicyVersion: { Document: JSON.stringify(policy(PolicyArn)['PolicyDocument']) },
    }),
    GetRole: ({ RoleName }) => {
      const { AssumeRolePolicyDocument, PermissionsBoundary, Tags } = role(RoleName);
      return {
        Role: {
          AssumeRolePolicyDocument: JSON.stringify(AssumeRolePolicyDocument),
          PermissionsBoundary: { PermissionsBoundaryArn: PermissionsBoundary },
          Tags,
        },
      };
    },
    GetRolePolicy: ({ RoleName, PolicyName }) => {
      const inline = role(RoleName)['Policies'] as readonly Properties[];
      const own = inline.find((one) => one['PolicyName'] === PolicyName);
      return { PolicyDocument: JSON.stringify(own?.['PolicyDocument']) };
    },
    GetTopicAttributes: ({ TopicArn }) => find('AWS::SNS::Topic', 'TopicName', lastOf(TopicArn)),
    ListSubscriptionsByTopic: () => ({
      Subscriptions: resources
        .filter(({ type }) => type === 'AWS::SNS::Subscription')
        .map(({ properties, logicalId }) => ({ ...properties, SubscriptionArn: logicalId })),
    }),
    ListTagsForResource: ({ ResourceArn, ResourceARN, resourceArn, ResourceId }) => {
      if (ResourceId !== undefined) return { TagList: [{ Key: 'hooklane:stage', Value: 'test' }] };
      const tags =
        resourceArn === undefined
          ? tagsOf(String(ResourceArn ?? ResourceARN), { find, alarm })
          : find('AWS::Logs::LogGroup', 'LogGroupName', String(resourceArn).split(':').at(-1))[
              'Tags'
            ];
      return { Tags: tags, tags: asRecord(tags) };
    },
    DescribeAlarms: ({ AlarmNames }) => ({ MetricAlarms: (AlarmNames as string[]).map(alarm) }),
    DescribeLogGroups: ({ logGroupNamePrefix }) => {
      const group = find('AWS::Logs::LogGroup', 'LogGroupName', logGroupNamePrefix);
      const retentionInDays = group['RetentionInDays'];
      return { logGroups: [{ logGroupName: logGroupNamePrefix, retentionInDays }] };
    },
    GetFunction: ({ FunctionName }) => {
      const { Tags, ...configuration } = fn(FunctionName);
      return {
        Configuration: {
          ...configuration,
          State: 'Active',
          LastUpdateStatus: 'Successful',
          CodeSha256: codeSha256,
        },
        Tags: asRecord(Tags),
      };
    },
    GetFunctionRecursionConfig: () => ({ RecursiveLoop: 'Terminate' }),
    GetParameter: () => ({ Parameter: { Type: 'SecureString', Value: slackUrl } }),
  };
}

function tagsOf(
  arn: string,
  {
    find,
    alarm,
  }: {
    readonly find: (type: string, field: string, value: unknown) => Properties;
    readonly alarm: (name: unknown) => Properties;
  },
): unknown {
  const name = arn.split(':').at(-1);
  if (arn.includes(':alarm:')) return alarm(name)['Tags'];
  return find('AWS::SNS::Topic', 'TopicName', name)['Tags'];
}

function asRecord(tags: unknown): Record<string, string> {
  const list = (tags ?? []) as readonly { readonly Key: string; readonly Value: string }[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
}

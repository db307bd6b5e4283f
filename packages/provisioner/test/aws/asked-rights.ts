import { tagNames } from '@hooklane/core';
import type { AwsCall } from '../../../../test/setup/strict-aws/aws-call.ts';
import { furtherActions } from '../further-actions.ts';

/** A right that a request needs. */
export interface Right {
  readonly action: string;
  /** ARN; `*` for actions that take no resource. */
  readonly resource: string;
  /** What conditions look at. */
  readonly context: Readonly<Record<string, string | undefined>>;
}

/** What AWS knows of an account when it judges a request. */
export interface KnownAccount {
  /** ARN of the boundary of each role, by name. */
  readonly boundaries: Map<string, string | undefined>;
  /** ARN of the function of each mapping, by UUID. */
  readonly mappedFunctions: Map<string, string>;
}

type Input = Readonly<Record<string, string | undefined>>;

const region = 'eu-west-1';
const accountId = '123456789012';
const regional = (service: string, name: string): string =>
  `arn:aws:${service}:${region}:${accountId}:${name}`;
const global = (name: string): string => `arn:aws:iam::${accountId}:${name}`;
const everything = ['*'] as const;

/** The rights that a request needs: its own, and those for the tags and the role that it carries. */
export function rightsAsked(call: AwsCall, known: KnownAccount): readonly Right[] {
  const { service, operation } = call;
  const input = call.input as Input;
  const own = `${service}:${operation}`;
  const resources = resourcesOf(call, known);
  const context = contextOf(operation, input, known);
  const further = (furtherActions[own] ?? []).flatMap((action): readonly Right[] => {
    if (action !== 'iam:PassRole') {
      if (!carriesTags(call)) return [];
      // Lambda draws the number of a new mapping, and tags it then.
      const isMapping = operation === 'CreateEventSourceMapping';
      const tagged = isMapping ? [regional('lambda', 'event-source-mapping:new')] : resources;
      return tagged.map((resource) => ({ action, resource, context }));
    }
    if (input['Role'] === undefined) return [];
    const passed = { 'iam:PassedToService': 'lambda.amazonaws.com' };
    return [{ action, resource: input['Role'], context: passed }];
  });
  if (carriesTags(call) && further.every(({ action }) => action === 'iam:PassRole')) {
    throw new Error(`${own} carries tags, and furtherActions does not say what they need`);
  }
  return [...resources.map((resource) => ({ action: own, resource, context })), ...further];
}

/** Notes what a request changed that later ones are judged by. */
export function remember({ operation, input }: AwsCall, { boundaries }: KnownAccount): void {
  const { RoleName = '', PermissionsBoundary } = input as Input;
  if (operation === 'CreateRole' || operation === 'PutRolePermissionsBoundary') {
    boundaries.set(RoleName, PermissionsBoundary);
  }
  if (operation === 'DeleteRole') boundaries.delete(RoleName);
}

function carriesTags({ operation, input }: AwsCall): boolean {
  const tags = input['Tags'] ?? input['tags'];
  return /^(Create|Put)/.test(operation) && Object.keys(tags ?? {}).length > 0;
}

function contextOf(operation: string, input: Input, known: KnownAccount): Right['context'] {
  if (operation === 'TagResource') return tagContext(input);
  if (operation.endsWith('EventSourceMapping')) {
    const { FunctionName, UUID = '' } = input;
    const functionArn = known.mappedFunctions.get(UUID) ?? FunctionName;
    return { 'lambda:FunctionArn': functionArn, ...tagContext(input) };
  }
  const { RoleName, PermissionsBoundary } = input;
  if (RoleName === undefined) return {};
  return {
    'iam:PermissionsBoundary': PermissionsBoundary ?? known.boundaries.get(RoleName),
  };
}

function tagContext({ Tags }: Input): Right['context'] {
  const stage = (Tags as unknown as Input | undefined)?.[tagNames.stage];
  return { [`aws:RequestTag/${tagNames.stage}`]: stage };
}

function resourcesOf(call: AwsCall, known: KnownAccount): readonly string[] {
  const input = call.input as Input;
  switch (call.service) {
    case 'sqs': {
      const name = input['QueueName'] ?? input['QueueUrl']?.split('/').at(-1);
      return name === undefined ? everything : [regional('sqs', name)];
    }
    case 'ssm': {
      const name = input['Name'] ?? input['ResourceId'];
      return name === undefined ? everything : [regional('ssm', `parameter${name}`)];
    }
    case 'sns':
      return [input['TopicArn'] ?? input['ResourceArn'] ?? regional('sns', String(input['Name']))];
    case 'logs': {
      const { logGroupName } = input;
      if (input['resourceArn'] !== undefined) return [input['resourceArn']];
      return logGroupName === undefined
        ? everything
        : [regional('logs', `log-group:${logGroupName}`)];
    }
    case 'cloudwatch':
      return alarmsOf(call);
    case 'iam':
      return iamOf(input, known);
    case 'lambda':
      return lambdaOf(call.operation, input);
    default:
      return call.service satisfies never;
  }
}

function alarmsOf({ operation, input }: AwsCall): readonly string[] {
  if (operation === 'DescribeAlarms') return [regional('cloudwatch', 'alarm:*')];
  if (input['ResourceARN'] !== undefined) return [String(input['ResourceARN'])];
  const names = (input['AlarmNames'] ?? [input['AlarmName']]) as readonly (string | undefined)[];
  return names.map((name) => (name === undefined ? '*' : regional('cloudwatch', `alarm:${name}`)));
}

function iamOf(input: Input, { boundaries }: KnownAccount): readonly string[] {
  const { RoleName, PolicyArn, PolicyName, Path } = input;
  if (PolicyArn !== undefined) return [PolicyArn];
  if (RoleName === undefined) {
    return PolicyName === undefined ? everything : [global(`policy${Path ?? '/'}${PolicyName}`)];
  }
  // Requests name a role without its path: it is known of a role that is there.
  const stage = RoleName.split('-')[1];
  const path = Path ?? (boundaries.has(RoleName) ? `/hooklane/${stage}/` : '/');
  return [global(`role${path}${RoleName}`)];
}

function lambdaOf(operation: string, input: Input): readonly string[] {
  if (operation === 'CreateEventSourceMapping') return everything;
  if (input['UUID'] !== undefined) {
    return [regional('lambda', `event-source-mapping:${input['UUID']}`)];
  }
  if (input['Resource'] !== undefined) return [input['Resource']];
  const name = input['FunctionName'];
  return name === undefined ? everything : [regional('lambda', `function:${name}`)];
}

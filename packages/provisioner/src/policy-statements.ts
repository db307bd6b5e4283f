import { alarmNames, type LaneNames, laneNames, platformNames, tagNames } from '@hooklane/core';
import { fleetAlarmNames, laneAlarmNames } from './resources/alarm-settings.ts';
import type { PolicyStatement } from './resources/lane-policy.ts';

/** A statement, and what a request must also be like. */
export interface ProvisionerStatement extends PolicyStatement {
  readonly Condition?: {
    readonly [operator in 'ArnLike' | 'StringEquals']?: Readonly<Record<string, string>>;
  };
}

/** Writes ARNs of the account of a stage. */
export interface Arns {
  readonly of: (service: string, resource: string) => string;
  readonly ofIam: (resource: string) => string;
  readonly boundary: string;
}

/** A partner id whose place in a name becomes `*`. */
const anyPartner = 'any-partner';

type Condition = ProvisionerStatement['Condition'];

/** Allows actions, all of one service: `queue: 'sqs CreateQueue DeleteQueue'`. */
function allow(
  Sid: string,
  serviceAndActions: string,
  Resource: readonly string[],
  Condition?: Condition,
): ProvisionerStatement {
  const [service, ...actions] = serviceAndActions.split(' ');
  const Action = actions.map((action) => `${service}:${action}`);
  return { Sid, Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) };
}

function platformStatements(stage: string, { of, boundary }: Arns): ProvisionerStatement[] {
  const { resultsQueue, alarmTopic } = platformNames(stage);
  return [
    allow(
      'Results',
      'sqs CreateQueue GetQueueAttributes GetQueueUrl ListQueueTags SetQueueAttributes TagQueue',
      [of('sqs', resultsQueue)],
    ),
    allow(
      'Boundary',
      'iam CreatePolicy CreatePolicyVersion DeletePolicyVersion GetPolicy GetPolicyVersion ListPolicyVersions TagPolicy',
      [boundary],
    ),
    allow('Topic', 'sns CreateTopic GetTopicAttributes ListTagsForResource TagResource', [
      of('sns', alarmTopic),
    ]),
    ...alarmStatements(fleetAlarmNames(stage), of),
  ];
}

function partnerStatements(stage: string, arns: Arns): ProvisionerStatement[] {
  const { of } = arns;
  const lane = laneNames(stage, anyPartner);
  return [
    // The results queue as well: every call finds the account and its region by it.
    allow(
      'Queues',
      'sqs CreateQueue DeleteQueue GetQueueAttributes GetQueueUrl ListQueueTags PurgeQueue SetQueueAttributes TagQueue UntagQueue',
      [of('sqs', like(lane.queue))],
    ),
    ...storeStatements({ parameter: lane.secretParameter, logGroup: lane.logGroup }, of),
    ...roleStatements(lane, arns),
    ...functionStatements(stage, of('lambda', `function:${like(lane.function)}`), of),
    ...alarmStatements(laneAlarmNames(lane).map(like), of),
    ...accountStatements(),
  ];
}

/** A secret, and the logs of a function. */
function storeStatements(
  { parameter, logGroup }: { readonly parameter: string; readonly logGroup: string },
  of: Arns['of'],
): ProvisionerStatement[] {
  return [
    allow(
      'Secrets',
      'ssm AddTagsToResource DeleteParameter GetParameter ListTagsForResource PutParameter',
      [of('ssm', `parameter${like(parameter)}`)],
    ),
    allow(
      'Logs',
      'logs CreateLogGroup DeleteLogGroup ListTagsForResource PutRetentionPolicy TagResource',
      [of('logs', `log-group:${like(logGroup)}`)],
    ),
  ];
}

/** What tells Slack of alarms: one function, its role, its secret, and its place at the topic. */
function alarmFunctionStatements(stage: string, arns: Arns): ProvisionerStatement[] {
  const { of } = arns;
  const names = alarmNames(stage);
  const { alarmTopic, resultsQueue } = platformNames(stage);
  const working = [of('lambda', `function:${names.function}`)];
  const topic = of('sns', alarmTopic);
  return [
    allow('FindStage', 'sqs GetQueueAttributes GetQueueUrl', [of('sqs', resultsQueue)]),
    ...storeStatements({ parameter: names.slackUrlParameter, logGroup: names.logGroup }, of),
    ...roleStatements(names, arns),
    allow(
      'Function',
      'lambda CreateFunction DeleteFunction GetFunction GetFunctionRecursionConfig GetPolicy PutFunctionRecursionConfig TagResource UpdateFunctionCode UpdateFunctionConfiguration',
      working,
    ),
    // Nobody but SNS may be let in.
    allow('LetIn', 'lambda AddPermission RemovePermission', working, {
      StringEquals: { 'lambda:Principal': 'sns.amazonaws.com' },
    }),
    allow(
      'Topic',
      'sns GetTopicAttributes ListSubscriptionsByTopic ListTagsForResource Subscribe',
      [topic],
    ),
    allow('Unsubscribe', 'sns Unsubscribe', [`${topic}:*`]),
    allow('FindLogs', 'logs DescribeLogGroups', ['*']),
  ];
}

/** No role without the boundary: neither made, nor filled, nor handed to whoever may assume it. */
function roleStatements(
  { role, rolePath }: Pick<LaneNames, 'role' | 'rolePath'>,
  { ofIam, boundary }: Arns,
): ProvisionerStatement[] {
  const lanes = ofIam(`role${rolePath}${like(role)}`);
  return [
    // Requests name a role without its path, and IAM knows the path of a role only once it is there.
    allow('FindRoles', 'iam GetRole GetRolePolicy', [lanes, ofIam(`role/${like(role)}`)]),
    allow('Roles', 'iam DeleteRole DeleteRolePolicy TagRole', [lanes]),
    allow(
      'BoundRoles',
      'iam CreateRole PutRolePermissionsBoundary PutRolePolicy UpdateAssumeRolePolicy',
      [lanes],
      { StringEquals: { 'iam:PermissionsBoundary': boundary } },
    ),
    allow('PassRoles', 'iam PassRole', [lanes], {
      StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' },
    }),
  ];
}

function functionStatements(
  stage: string,
  functions: string,
  of: Arns['of'],
): ProvisionerStatement[] {
  const ofLanes: Condition = { ArnLike: { 'lambda:FunctionArn': functions } };
  // A mapping has a number for a name.
  const mappings = [of('lambda', 'event-source-mapping:*')];
  return [
    allow(
      'Functions',
      'lambda CreateAlias CreateFunction DeleteAlias DeleteFunction GetFunction GetFunctionRecursionConfig ListVersionsByFunction PublishVersion PutFunctionRecursionConfig TagResource UntagResource UpdateAlias UpdateFunctionCode UpdateFunctionConfiguration',
      [functions],
    ),
    allow('MakeMappings', 'lambda CreateEventSourceMapping', ['*'], ofLanes),
    allow(
      'Mappings',
      'lambda DeleteEventSourceMapping UpdateEventSourceMapping',
      mappings,
      ofLanes,
    ),
    // Without the condition: a mapping that is gone has no function, and is asked for until it is gone.
    allow('WatchMappings', 'lambda GetEventSourceMapping ListTags', mappings),
    // Nor has a mapping that is being made: its tags say whose it is to be.
    allow('TagMappings', 'lambda TagResource', mappings, {
      StringEquals: { [`aws:RequestTag/${tagNames.stage}`]: stage },
    }),
  ];
}

function alarmStatements(names: readonly string[], of: Arns['of']): ProvisionerStatement[] {
  const alarms = names.map((name) => of('cloudwatch', `alarm:${name}`));
  return [
    allow(
      'Alarms',
      'cloudwatch DeleteAlarms ListTagsForResource PutMetricAlarm TagResource',
      alarms,
    ),
    // A list of all alarms, which names only filter.
    allow('FindAlarms', 'cloudwatch DescribeAlarms', [of('cloudwatch', 'alarm:*')]),
  ];
}

/**
 * Reads that concern no single resource: for these actions the Service Authorization Reference names no type of
 * resource, so that a policy can only say `*`.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
function accountStatements(): ProvisionerStatement[] {
  return [
    allow('FindQueues', 'sqs ListQueues', ['*']),
    allow('FindLogs', 'logs DescribeLogGroups', ['*']),
    allow('FindMappings', 'lambda ListEventSourceMappings', ['*']),
    allow('CountFunctions', 'lambda GetAccountSettings', ['*']),
    allow('CountRoles', 'iam GetAccountSummary', ['*']),
    allow('CountParameters', 'ssm DescribeParameters', ['*']),
    allow('Metrics', 'cloudwatch GetMetricData GetMetricStatistics', ['*']),
  ];
}

function like(name: string): string {
  return name.replace(anyPartner, '*');
}

/** What each of those who run the provisioner may do. */
export const statementsFor: Readonly<
  Record<'partners' | 'alarms' | 'platform', (stage: string, arns: Arns) => ProvisionerStatement[]>
> = {
  partners: partnerStatements,
  alarms: alarmFunctionStatements,
  platform: platformStatements,
};

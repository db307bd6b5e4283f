import type { AlarmNames, LaneNames, PlatformNames } from '@hooklane/core';
import type { Site } from '../site.ts';

/** A policy of IAM. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** Lets Lambda, and nobody else, take the role of a function. */
export const laneTrustPolicy = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
} as const;

/** All that the function of a lane may do: it reaches no other lane. */
export function lanePolicy(site: Site, lane: LaneNames, platform: PlatformNames): PolicyDocument {
  return policyOn({
    queues: [site.arnOf('sqs', lane.queue)],
    sendOnly: [site.arnOf('sqs', lane.deadLetterQueue), site.arnOf('sqs', platform.resultsQueue)],
    secrets: [site.arnOf('ssm', `parameter${lane.secretParameter}`)],
    // Lambda names the streams.
    logs: [site.arnOf('logs', `log-group:${lane.logGroup}:*`)],
  });
}

/** All that the function of the alarms may do: it reads the Slack URL and the logs of the stage's lanes. */
export function alarmPolicy(site: Site, alarms: AlarmNames): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      signStatement([site.arnOf('ssm', `parameter${alarms.slackUrlParameter}`)]),
      logStatement([site.arnOf('logs', `log-group:${alarms.logGroup}:*`)]),
      ...queryStatements(site),
    ],
  };
}

/** The most that any function of a stage may ever do, whatever its own policy says. */
export function boundaryPolicyOf(site: Site, stage: string): PolicyDocument {
  const queues = [site.arnOf('sqs', `hooklane-${stage}-*`)];
  const { Version, Statement } = policyOn({
    queues,
    sendOnly: queues,
    secrets: [site.arnOf('ssm', `parameter/hooklane/${stage}/*`)],
    logs: [site.arnOf('logs', `log-group:/hooklane/${stage}/*`)],
  });
  return { Version, Statement: [...Statement, ...queryStatements(site)] };
}

/** To search the logs of a stage's lanes. A result is had by the id of its query, and by no name (logs:GetQueryResults). */
function queryStatements(site: Site): readonly PolicyStatement[] {
  const lanes = site.arnOf('logs', `log-group:/hooklane/${site.stage}/*`);
  return [
    allow('Ask', ['logs:StartQuery'], [lanes]),
    allow('Hear', ['logs:GetQueryResults'], ['*']),
  ];
}

function signStatement(secrets: readonly string[]): PolicyStatement {
  // The key aws/ssm lets whoever may read the parameter decrypt it.
  return allow('Sign', ['ssm:GetParameter'], secrets);
}

function logStatement(logs: readonly string[]): PolicyStatement {
  return allow('Log', ['logs:CreateLogStream', 'logs:PutLogEvents'], logs);
}

function allow(
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[],
): PolicyStatement {
  return { Sid, Effect: 'Allow', Action, Resource };
}

interface Reach {
  readonly queues: readonly string[];
  readonly sendOnly: readonly string[];
  readonly secrets: readonly string[];
  readonly logs: readonly string[];
}

function policyOn({ queues, sendOnly, secrets, logs }: Reach): PolicyDocument {
  const work = ['ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility', 'GetQueueAttributes'];
  return {
    Version: '2012-10-17',
    Statement: [
      allow(
        'Work',
        [...work, 'SendMessage'].map((action) => `sqs:${action}`),
        queues,
      ),
      allow('Hand', ['sqs:SendMessage'], sendOnly),
      signStatement(secrets),
      logStatement(logs),
    ],
  };
}

import type { LaneNames, PlatformNames } from '@hooklane/core';
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

/** Lets Lambda, and nobody else, take the role of a lane. */
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

/** The most that any function of a stage may ever do, whatever its own policy says. */
export function boundaryPolicyOf(site: Site, stage: string): PolicyDocument {
  const queues = [site.arnOf('sqs', `hooklane-${stage}-*`)];
  return policyOn({
    queues,
    sendOnly: queues,
    secrets: [site.arnOf('ssm', `parameter/hooklane/${stage}/*`)],
    logs: [site.arnOf('logs', `log-group:/hooklane/${stage}/*`)],
  });
}

interface Reach {
  readonly queues: readonly string[];
  readonly sendOnly: readonly string[];
  readonly secrets: readonly string[];
  readonly logs: readonly string[];
}

function policyOn({ queues, sendOnly, secrets, logs }: Reach): PolicyDocument {
  const allow = (
    Sid: string,
    Action: readonly string[],
    Resource: readonly string[],
  ): PolicyStatement => ({ Sid, Effect: 'Allow', Action, Resource });
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
      // The key aws/ssm lets whoever may read the parameter decrypt it.
      allow('Sign', ['ssm:GetParameter'], secrets),
      allow('Log', ['logs:CreateLogStream', 'logs:PutLogEvents'], logs),
    ],
  };
}

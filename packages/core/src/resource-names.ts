import { parsePartnerId, parseStage } from './partner-id.ts';

/** The names of everything that belongs to one partner's lane. */
export interface LaneNames {
  /** Lane queue, function and role have one name. */
  readonly queue: string;
  readonly deadLetterQueue: string;
  readonly function: string;
  readonly role: string;
  /** IAM path of the role: roles of a stage are found by it. */
  readonly rolePath: string;
  readonly logGroup: string;
  /** SSM parameter with the partner's secrets. */
  readonly secretParameter: string;
}

/** The names of what the lanes of a stage share. */
export interface PlatformNames {
  readonly resultsQueue: string;
  /** SNS topic to which alarms go. */
  readonly alarmTopic: string;
  /** Managed policy: the most that the role of a lane may ever do. */
  readonly boundaryPolicy: string;
  /** IAM path of the boundary. */
  readonly policyPath: string;
}

/** The names of what tells Slack of the alarms of a stage. */
export interface AlarmNames {
  /** Function and role have one name, which is that of the topic, too. */
  readonly function: string;
  readonly role: string;
  readonly rolePath: string;
  readonly logGroup: string;
  /** SSM parameter with the URL of the Slack webhook. */
  readonly slackUrlParameter: string;
}

/**
 * Names a partner's lane.
 *
 * @throws HooklaneError `invalid_stage`, `invalid_partner_id`
 */
export function laneNames(stage: string, partnerId: string): LaneNames {
  const name = `${stagePrefix(stage)}${parsePartnerId(partnerId)}`;
  return {
    queue: name,
    deadLetterQueue: `${name}-dlq`,
    function: name,
    role: name,
    rolePath: rolePath(stage),
    logGroup: `/hooklane/${stage}/${partnerId}`,
    secretParameter: `/hooklane/${stage}/${partnerId}/secrets`,
  };
}

/**
 * Names what the lanes of a stage share.
 *
 * @throws HooklaneError `invalid_stage`
 */
export function platformNames(stage: string): PlatformNames {
  const prefix = stagePrefix(stage);
  return {
    resultsQueue: `${prefix}results`,
    alarmTopic: `${prefix}alarms`,
    boundaryPolicy: `${prefix}boundary`,
    policyPath: rolePath(stage),
  };
}

/**
 * Names what tells Slack of the alarms of a stage. No partner has the id `alarms`, whose lane would have these names.
 *
 * @throws HooklaneError `invalid_stage`
 */
export function alarmNames(stage: string): AlarmNames {
  const { alarmTopic } = platformNames(stage);
  return {
    function: alarmTopic,
    role: alarmTopic,
    rolePath: rolePath(stage),
    logGroup: `/hooklane/${stage}/alarms`,
    slackUrlParameter: `/hooklane/${stage}/alarms/slack-url`,
  };
}

/**
 * The beginning of every resource name of a stage.
 *
 * @throws HooklaneError `invalid_stage`
 */
export function stagePrefix(stage: string): string {
  return `hooklane-${parseStage(stage)}-`;
}

/**
 * The tags that say whose a resource is and how it is to be; on a lane's queues, what works it, what did before, and
 * whether; on a function whose new code is being watched, the version before.
 */
export const tagNames = {
  stage: 'hooklane:stage',
  partner: 'hooklane:partner',
  spec: 'hooklane:spec',
  compute: 'hooklane:compute',
  state: 'hooklane:state',
  formerCompute: 'hooklane:former-compute',
  previousVersion: 'hooklane:previous-version',
} as const;

function rolePath(stage: string): string {
  return `/hooklane/${stage}/`;
}

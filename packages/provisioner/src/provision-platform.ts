import { parseInput, parseStage, platformNames } from '@hooklane/core';
import * as z from 'zod/mini';
import type { CallContext } from './call-context.ts';
import { converge } from './converge.ts';
import { type CallOptions, parseCallOptions } from './provisioner-options.ts';
import { type Wanted, want } from './resource.ts';
import { alarmSet } from './resources/alarm-set.ts';
import { fleetAlarmNames, fleetAlarms } from './resources/alarm-settings.ts';
import { alarmTopic } from './resources/alarm-topic.ts';
import { boundaryPolicy } from './resources/boundary-policy.ts';
import { boundaryPolicyOf } from './resources/lane-policy.ts';
import { queueResource } from './resources/queue.ts';
import { resultsQueueSettings } from './resources/results-queue.ts';
import { findSite, type Site } from './site.ts';

/** What the lanes of a stage share, as it is to be. */
export interface PlatformConfig {
  /** `dev`, `sandbox`, `prod`: 1 to 10 of `a-z0-9`. */
  readonly stage: string;
  /**
   * What works the lanes of the stage. `worker`: the platform is the results queue. `lambda`: it is also the
   * boundary of the functions' roles, the topic of the alarms, and the alarms of the whole fleet.
   * @default { kind: 'lambda' }
   */
  readonly compute?: { readonly kind: 'lambda' | 'worker' } | undefined;
  /** Five alarms for all lanes together, at $0.50 a month. @default true */
  readonly alarms?: boolean | undefined;
}

/** What the lanes of a stage share, as it was provisioned. */
export interface Platform {
  readonly stage: string;
  readonly resultsQueueUrl: string;
  readonly resultsQueueArn: string;
  /** The topic to which alarms go; none for workers. */
  readonly alarmTopicArn?: string;
}

const computeMessage = "must be { kind: 'lambda' } or { kind: 'worker' }";
const platformSchema = z.strictObject(
  {
    stage: z.optional(z.unknown()),
    compute: z._default(
      z.strictObject({ kind: z.enum(['lambda', 'worker'], computeMessage) }, computeMessage),
      { kind: 'lambda' },
    ),
    alarms: z._default(z.boolean('must be true or false'), true),
  },
  'must be an object',
);

/**
 * Brings what the lanes of a stage share to where it is to be. Safe to run again after anything.
 *
 * @example
 * const { resultsQueueUrl } = await provisionPlatform({ stage: 'prod' });
 *
 * @throws HooklaneError `invalid_platform`, `invalid_stage`, `invalid_options`, `platform_conflict`,
 * `queue_not_visible`
 */
export async function provisionPlatform(
  platform: PlatformConfig,
  options: CallOptions = {},
): Promise<Platform> {
  const given = parseInput(platformSchema, platform, {
    code: 'invalid_platform',
    subject: 'platform',
  });
  const stage = parseStage(given.stage);
  const context = parseCallOptions(options, 'provisionPlatform');
  context.signal?.throwIfAborted();
  const { resultsQueue, alarmTopic: topicName } = platformNames(stage);
  // Where the account is, its first queue tells; it names no other resource.
  const nowhere = { arnOf: (_: string, resource: string) => resource };
  const queue = queueResource('results-queue', resultsQueue, nowhere, context);
  await converge({ stage }, [want(queue, resultsQueueSettings)], context);
  const site = await findSite(stage, context.aws);
  if (given.compute.kind === 'lambda') {
    await converge({ stage }, wantForFunctions(site, given.alarms, context), context);
  }
  return {
    stage,
    resultsQueueUrl: site.queueUrlOf(resultsQueue),
    resultsQueueArn: site.arnOf('sqs', resultsQueue),
    ...(given.compute.kind === 'lambda' && { alarmTopicArn: site.arnOf('sns', topicName) }),
  };
}

function wantForFunctions(site: Site, hasAlarms: boolean, context: CallContext): readonly Wanted[] {
  const { stage } = site;
  const names = platformNames(stage);
  const topicArn = site.arnOf('sns', names.alarmTopic);
  return [
    want(boundaryPolicy(names.boundaryPolicy, names.policyPath, site, context), {
      policy: boundaryPolicyOf(site, stage),
    }),
    want(alarmTopic(names.alarmTopic, site, context), {}),
    want(
      alarmSet(fleetAlarmNames(stage), site, context),
      hasAlarms ? fleetAlarms(stage, topicArn) : undefined,
    ),
  ];
}

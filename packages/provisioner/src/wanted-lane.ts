import {
  encodeLaneEnvironment,
  HooklaneError,
  platformNames,
  tagNames,
  worstBatchSeconds,
} from '@hooklane/core';
import type { ResolvedLambda } from './lane-compute.ts';
import type { LaneResources } from './lane-resources.ts';
import { processesOf, type ResolvedPartner } from './partner-config.ts';
import { type Wanted, want } from './resource.ts';
import { laneAlarms } from './resources/alarm-settings.ts';
import type { VersionSettings } from './resources/function-settings.ts';
import { lanePolicy, laneTrustPolicy } from './resources/lane-policy.ts';
import { deadLetterQueueSettings, laneQueueSettings } from './resources/lane-queues.ts';
import { liveAliasName } from './resources/live-alias.ts';
import { secretSettings } from './resources/secret-parameter.ts';
import type { Site } from './site.ts';

/** Lambda ends a call after 15 minutes (gettingstarted-limits). The handler begins no POST that might not end in time. */
const longestTimeoutSeconds = 900;
/** Bytes of all environment variables together (gettingstarted-limits). */
const mostEnvironmentBytes = 4_096;

/** How a lane is to be, beside what its partner's configuration says. */
export interface WantLaneOptions {
  readonly site: Site;
  /** Its queues say that there is a function. */
  readonly hasFunction: boolean;
  readonly isDisabled: boolean;
  /** How long the lane's queue hides a message now; `undefined` when there is no queue. */
  readonly visibilityTimeoutSeconds: number | undefined;
}

/**
 * Says how a lane is to be, in the order in which it is made: the dead-letter queue first, because its tags
 * tell whoever tidies up that there may be more; what starts the work last. A queue that is to hide messages for a shorter
 * time comes after its function: while that still takes long, a message must not come back in the middle of it.
 *
 * @throws HooklaneError `invalid_partner`
 */
export function wantLane(
  lane: LaneResources,
  partner: ResolvedPartner,
  options: WantLaneOptions,
): readonly Wanted[] {
  const { site, hasFunction, visibilityTimeoutSeconds = 0 } = options;
  const { compute } = partner;
  const moreTags = { [tagNames.compute]: compute.kind };
  const isLeft = compute.kind === 'worker' && hasFunction;
  const settings = laneQueueSettings(site.stage, partner);
  const queue = want(lane.queue, settings, { moreTags });
  const isLowered = visibilityTimeoutSeconds > Number(settings.visibilityTimeoutSeconds);
  return [
    want(lane.deadLetterQueue, deadLetterQueueSettings, {
      moreTags: { ...moreTags, ...(isLeft && { [tagNames.formerCompute]: 'lambda' }) },
    }),
    ...(isLowered ? [] : [queue]),
    // The allow policy names the lane, which names the dead-letter queue.
    want(lane.redriveAllow, { redriveFrom: lane.names.queue }, { isTagged: false }),
    ...(compute.kind === 'lambda' ? wantFunction(lane, partner, compute, options) : []),
    ...(isLeft ? unwantFunction(lane) : []),
    ...(isLowered ? [queue] : []),
  ];
}

const untagged = { isTagged: false };

function wantFunction(
  lane: LaneResources,
  partner: ResolvedPartner,
  compute: ResolvedLambda,
  { site, isDisabled }: WantLaneOptions,
): readonly Wanted[] {
  const { names } = lane;
  const platform = platformNames(site.stage);
  const version = versionSettings(names, partner, compute, site);
  return [
    want(lane.secret, secretSettings),
    want(lane.logGroup, { retentionDays: compute.logRetentionDays }),
    want(lane.role, {
      trust: laneTrustPolicy,
      boundaryArn: site.iamArnOf(`policy${platform.policyPath}${platform.boundaryPolicy}`),
      policy: lanePolicy(site, names, platform),
    }),
    want(lane.function, {
      ...version,
      recursiveLoop: 'Allow',
      isUsable: true,
      lastUpdate: 'Successful',
    }),
    want(lane.alias, version, untagged),
    want(
      lane.alarms,
      compute.alarms ? laneAlarms(names, site.arnOf('sns', platform.alarmTopic)) : undefined,
    ),
    want(lane.mapping, {
      target: site.arnOf('lambda', `function:${names.function}:${liveAliasName}`),
      batchSize: 10,
      windowSeconds: 0,
      maximumConcurrency: compute.maximumConcurrency,
      responseTypes: ['ReportBatchItemFailures'],
      count: 1,
      isEnabled: !isDisabled,
    }),
  ];
}

/** A lane that a worker takes over from its function. Its secrets and logs stay, until the lane is deleted. */
function unwantFunction(lane: LaneResources): readonly Wanted[] {
  return [
    want(lane.role, undefined),
    want(lane.function, undefined),
    want(lane.alarms, undefined),
    want(lane.mapping, undefined),
  ];
}

function versionSettings(
  names: LaneResources['names'],
  partner: ResolvedPartner,
  { runtime, memoryMb }: ResolvedLambda,
  site: Site,
): VersionSettings {
  const environment = encodeLaneEnvironment({
    stage: site.stage,
    partnerId: partner.partnerId,
    queueUrl: site.queueUrlOf(names.queue),
    deadLetterQueueUrl: site.queueUrlOf(names.deadLetterQueue),
    resultsQueueUrl: site.queueUrlOf(platformNames(site.stage).resultsQueue),
    secretParameter: names.secretParameter,
    processes: processesOf(partner),
    policy: partner.givenPolicy,
    egress: partner.egress,
  });
  checkEnvironment(environment);
  const worstSeconds = worstBatchSeconds({ ...partner.policy, processes: processesOf(partner) });
  return {
    runtime,
    memoryMb,
    timeoutSeconds: Math.min(longestTimeoutSeconds, worstSeconds),
    roleArn: site.iamArnOf(`role${names.rolePath}${names.role}`),
    environment,
    logging: {
      format: 'JSON',
      applicationLevel: 'INFO',
      systemLevel: 'WARN',
      logGroup: names.logGroup,
    },
  };
}

function checkEnvironment(environment: Readonly<Record<string, string>>): void {
  const bytes = Buffer.byteLength(Object.entries(environment).flat().join(''));
  if (bytes <= mostEnvironmentBytes) return;
  throw new HooklaneError(
    'invalid_partner',
    `partner.policy and partner.egress are too long: with them a function's environment has ${bytes} bytes, and Lambda takes ${mostEnvironmentBytes}. Shorten policy.schedule or the lists of egress`,
  );
}

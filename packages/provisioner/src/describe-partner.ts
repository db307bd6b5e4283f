import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { parsePartnerId, tagNames } from '@hooklane/core';
import type { CallContext } from './call-context.ts';
import { type FoundLane, type LaneResources, laneResources, readLane } from './lane-resources.ts';
import { specHash } from './ownership.ts';
import { type PartnerConfig, parsePartner } from './partner-config.ts';
import { planTasks } from './plan.ts';
import { laneMissing, presentPartner } from './present-partner.ts';
import type { ResourceKind } from './progress.ts';
import { type ProvisionerOptions, parseProvisionerOptions } from './provisioner-options.ts';
import type { FoundQueue, MessageCounts } from './resources/queue.ts';
import { findSite, type Site } from './site.ts';
import { wantLane } from './wanted-lane.ts';

/** How a partner's lane is doing. */
export interface PartnerDescription {
  readonly partnerId: string;
  readonly stage: string;
  /** What works it. */
  readonly compute: 'lambda' | 'worker';
  /** `false` after `disablePartner`. */
  readonly isEnabled: boolean;
  /** Hooks in the lane. SQS counts approximately, and up to a minute late. */
  readonly backlog: MessageCounts;
  /** Dead letters that wait. */
  readonly deadLetters: number;
  /**
   * Age of the oldest hook that was received less than three times, as CloudWatch last had it in ten minutes;
   * `undefined` when it had none, and for a worker's lane.
   */
  readonly oldestSeconds: number | undefined;
  /** The configuration, as its function is told it; `undefined` for a worker's lane, whose host knows it. */
  readonly config: PartnerConfig | undefined;
  /** What is not as it was provisioned. */
  readonly drift: readonly Drift[];
}

/** A resource that is not as it was provisioned. */
export interface Drift {
  readonly resource: ResourceKind;
  readonly name: string;
  /** `missing`, or the settings and tags that differ. */
  readonly differs: readonly string[];
}

/**
 * Says how a partner's lane is doing, and what somebody changed on it. Changes nothing.
 *
 * @throws HooklaneError `lane_missing`, `lane_conflict`, `platform_missing`, `invalid_environment`,
 * `invalid_partner_id`, `invalid_options`, `invalid_stage`
 */
export async function describePartner(
  partnerId: string,
  options: ProvisionerOptions,
): Promise<PartnerDescription> {
  parsePartnerId(partnerId);
  const { stage, context } = parseProvisionerOptions(options, 'describePartner', {});
  context.signal?.throwIfAborted();
  const site = await findSite(stage, context.aws);
  const lane = laneResources({ stage, partnerId, site }, undefined, context);
  const state = await readLane(lane, { withFunction: false });
  const queue = state.found.get(lane.queue) as FoundQueue | undefined;
  if (queue === undefined || state.kind === undefined) {
    throw laneMissing(lane.names.queue, partnerId);
  }
  const deadLetters = state.found.get(lane.deadLetterQueue)?.messages ?? 0;
  return {
    partnerId,
    stage,
    compute: state.kind,
    isEnabled: !state.isDisabled,
    backlog: queue.counts,
    deadLetters,
    oldestSeconds:
      state.kind === 'lambda' ? await readOldest(lane.names.queue, context) : undefined,
    config: state.found.has(lane.function) ? presentPartner(lane, state, partnerId) : undefined,
    drift:
      state.kind === 'lambda'
        ? functionDrift(lane, state, { partnerId, site })
        : workerDrift(lane, state),
  };
}

/** What provisioning again with the lane's own configuration would change. */
function functionDrift(
  lane: LaneResources,
  state: FoundLane,
  { partnerId, site }: { readonly partnerId: string; readonly site: Site },
): readonly Drift[] {
  if (!state.found.has(lane.function)) {
    return [{ resource: 'function', name: lane.names.function, differs: ['missing'] }];
  }
  const present = presentPartner(lane, state, partnerId);
  const { isDisabled } = state;
  const wanted = wantLane(lane, parsePartner(present), {
    site,
    hasFunction: true,
    isDisabled,
    visibilityTimeoutSeconds: undefined,
  });
  return planTasks({ stage: site.stage, partnerId }, wanted, state.found).flatMap(({ step }) => {
    const { kind, resource, name } = step;
    if (kind === 'create') return [{ resource, name, differs: ['missing'] }];
    if (kind !== 'update') return [];
    return [
      { resource, name, differs: [...Object.keys(step.settings), ...Object.keys(step.tags)] },
    ];
  });
}

/** The configuration of a worker's lane is its host's; the hash in its tags tells whether it is as it was. */
function workerDrift(lane: LaneResources, { found }: FoundLane): readonly Drift[] {
  return [lane.deadLetterQueue, lane.queue].flatMap((resource) => {
    const one = found.get(resource) as FoundQueue | undefined;
    const { kind, name } = resource;
    if (one === undefined) return [{ resource: kind, name, differs: ['missing'] }];
    const { redriveFrom: _, redrive, visibilityTimeoutSeconds, ...common } = one.settings;
    const settings =
      resource === lane.queue ? { ...common, visibilityTimeoutSeconds, redrive } : common;
    const isAsProvisioned = specHash(settings) === one.tags[tagNames.spec];
    return isAsProvisioned ? [] : [{ resource: kind, name, differs: [tagNames.spec] }];
  });
}

async function readOldest(
  queueName: string,
  { aws: { metrics }, clock }: CallContext,
): Promise<number | undefined> {
  const now = clock.now();
  // biome-ignore lint/style/noRestrictedGlobals: what the SDK takes; the clock is not read.
  const at = (ms: number): Date => new Date(ms);
  const { Datapoints = [] } = await metrics.send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [{ Name: 'QueueName', Value: queueName }],
      StartTime: at(now - 10 * 60_000),
      EndTime: at(now),
      Period: 60,
      Statistics: ['Maximum'],
    }),
  );
  const [newest] = Datapoints.toSorted((a, b) => Number(b.Timestamp) - Number(a.Timestamp));
  return newest?.Maximum;
}

import { deadLetterQueue, redriveAllowPolicy } from './dead-letter-queue.ts';
import { laneQueue } from './lane-queue.ts';
import { checkOwner, type Owner, ownerTags, type Tags } from './ownership.ts';
import type { ResolvedPartner } from './partner-config.ts';
import type { ResourceKind } from './progress.ts';
import type { FoundQueue } from './queue-resource.ts';
import { differingSettings, type QueueSettings } from './queue-settings.ts';
import type { QueueSpec } from './queue-spec.ts';
import { resultsQueue } from './results-queue.ts';

/** One thing to do, or not to do, for one resource. */
export type PlanStep =
  | {
      /** It is as it should be. */
      readonly kind: 'keep';
      readonly resource: ResourceKind;
      /** Name of the queue. */
      readonly name: string;
    }
  | {
      readonly kind: 'create';
      readonly resource: ResourceKind;
      readonly name: string;
      readonly settings: QueueSettings;
      readonly tags: Tags;
    }
  | {
      readonly kind: 'update';
      readonly resource: ResourceKind;
      readonly name: string;
      /** Only those that differ. */
      readonly settings: QueueSettings;
      /** Only those that differ. */
      readonly tags: Tags;
    };

/** What brings the resources of an owner to where they are to be, in this order. */
export interface Plan extends Owner {
  readonly steps: readonly PlanStep[];
}

/** What `provisionPartner` would do. */
export interface LanePlan extends Plan {
  readonly partnerId: string;
}

/** The queues that were found, by name. */
export type FoundQueues = ReadonlyMap<string, FoundQueue>;

/**
 * Plans a lane. The dead-letter queue comes first, because the lane's redrive policy names it; the
 * allow policy comes last, because it names the lane.
 *
 * @throws HooklaneError `lane_conflict`
 */
export function planLane(stage: string, partner: ResolvedPartner, found: FoundQueues): LanePlan {
  const { partnerId } = partner;
  const owner = { stage, partnerId };
  return {
    ...owner,
    steps: [
      planQueue(deadLetterQueue(stage, partnerId), owner, found),
      planQueue(laneQueue(stage, partner), owner, found),
      planPart(redriveAllowPolicy(stage, partnerId), found),
    ],
  };
}

/**
 * Plans what the lanes of a stage share.
 *
 * @throws HooklaneError `platform_conflict`
 */
export function planPlatform(stage: string, found: FoundQueues): Plan {
  return { stage, steps: [planQueue(resultsQueue(stage), { stage }, found)] };
}

function planQueue(spec: QueueSpec, owner: Owner, found: FoundQueues): PlanStep {
  const { resource, name, settings } = spec;
  const tags = ownerTags(owner, settings);
  const queue = found.get(name);
  if (queue === undefined) return { kind: 'create', resource, name, settings, tags };
  checkOwner(owner, name, queue.tags);
  return planUpdate(spec, tags, queue);
}

/** Plans settings of a queue that another step creates. */
function planPart(spec: QueueSpec, found: FoundQueues): PlanStep {
  const { resource, name, settings } = spec;
  const queue = found.get(name);
  if (queue === undefined) return { kind: 'update', resource, name, settings, tags: {} };
  return planUpdate(spec, {}, queue);
}

/** Plans what is left to do on a queue that is there: only what differs. */
export function planUpdate(
  { resource, name, settings }: QueueSpec,
  tags: Tags,
  found: FoundQueue,
): Exclude<PlanStep, { kind: 'create' }> {
  const settingsLeft = differingSettings(settings, found.settings);
  const tagsLeft = Object.fromEntries(
    Object.entries(tags).filter(([tag, value]) => found.tags[tag] !== value),
  );
  if (Object.keys(settingsLeft).length === 0 && Object.keys(tagsLeft).length === 0) {
    return { kind: 'keep', resource, name };
  }
  return { kind: 'update', resource, name, settings: settingsLeft, tags: tagsLeft };
}

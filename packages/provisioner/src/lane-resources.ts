import { type LaneNames, laneNames, tagNames } from '@hooklane/core';
import type { CallContext } from './call-context.ts';
import type { FoundResources } from './plan.ts';
import type { Found, Resource } from './resource.ts';
import { alarmSet } from './resources/alarm-set.ts';
import type { AlarmSetSettings } from './resources/alarm-settings.ts';
import { laneAlarmNames } from './resources/alarm-settings.ts';
import { eventSourceMapping } from './resources/event-source-mapping.ts';
import type { FunctionCode } from './resources/function-settings.ts';
import { laneFunction } from './resources/lane-function.ts';
import { redriveAllowPolicy } from './resources/lane-queues.ts';
import { laneRole, type RoleSettings } from './resources/lane-role.ts';
import { liveAlias } from './resources/live-alias.ts';
import { type LogGroupSettings, logGroup } from './resources/log-group.ts';
import { queueResource } from './resources/queue.ts';
import { type SecretSettings, secretParameter } from './resources/secret-parameter.ts';
import type { Site } from './site.ts';

/** Whose lane, and where. */
export interface LanePlace {
  readonly stage: string;
  readonly partnerId: string;
  readonly site: Site;
}

/** All that a lane is made of. */
export interface LaneResources {
  readonly names: LaneNames;
  readonly deadLetterQueue: ReturnType<typeof queueResource>;
  readonly queue: ReturnType<typeof queueResource>;
  readonly redriveAllow: ReturnType<typeof redriveAllowPolicy>;
  readonly secret: Resource<SecretSettings>;
  readonly logGroup: Resource<LogGroupSettings>;
  readonly role: Resource<RoleSettings>;
  readonly function: ReturnType<typeof laneFunction>;
  readonly alias: ReturnType<typeof liveAlias>;
  readonly alarms: Resource<AlarmSetSettings>;
  readonly mapping: ReturnType<typeof eventSourceMapping>;
}

/** Names the resources of a lane. `code` is needed where its function may be made. */
export function laneResources(
  { stage, partnerId, site }: LanePlace,
  code: FunctionCode | undefined,
  context: CallContext,
): LaneResources {
  const names = laneNames(stage, partnerId);
  const mapped = { functionName: names.function, queueArn: site.arnOf('sqs', names.queue) };
  const deadLetterQueue = queueResource('dead-letter-queue', names.deadLetterQueue, site, context);
  return {
    names,
    deadLetterQueue,
    queue: queueResource('lane-queue', names.queue, site, context),
    redriveAllow: redriveAllowPolicy(deadLetterQueue),
    secret: secretParameter(names.secretParameter, context),
    logGroup: logGroup(names.logGroup, site, context),
    role: laneRole(names.role, names.rolePath, context),
    function: laneFunction(names.function, site, code, context),
    alias: liveAlias(names.function, context),
    alarms: alarmSet(laneAlarmNames(names), site, context),
    mapping: eventSourceMapping(mapped, site, context),
  };
}

/** A lane, as it was found. */
export interface FoundLane {
  readonly found: FoundResources;
  /** What its queues say works it; `undefined` when there is no queue. */
  readonly kind: 'worker' | 'lambda' | undefined;
  /** There may be parts of a function, of an earlier one too. */
  readonly mayHaveFunction: boolean;
  /** It was disabled by `disablePartner`. */
  readonly isDisabled: boolean;
}

/** What besides the queues is to be read. */
export interface ReadLaneOptions {
  /** Read what belongs to a function also where the queues do not say that there is one. */
  readonly withFunction: boolean;
  /** Read alarms even where there is no function yet. */
  readonly withAlarms?: boolean;
  /** Read also what a function left behind when a worker took its lane over. */
  readonly withLeftovers?: boolean;
}

/** Reads a lane, asking only for what may be there. */
export async function readLane(
  lane: LaneResources,
  { withFunction, withAlarms = false, withLeftovers = false }: ReadLaneOptions,
): Promise<FoundLane> {
  const found = new Map<Resource, Found>();
  const read = async (...resources: readonly { read: Resource['read'] }[]): Promise<void> => {
    await Promise.all(
      resources.map(async (resource) => {
        const one = await resource.read();
        if (one !== undefined) found.set(resource as Resource, one);
      }),
    );
  };
  await read(lane.deadLetterQueue, lane.queue);
  const deadLetters = found.get(lane.deadLetterQueue as Resource);
  // It takes no tags of its own.
  if (deadLetters) found.set(lane.redriveAllow as Resource, { settings: deadLetters.settings });
  const tags = found.get(lane.queue as Resource)?.tags ?? deadLetters?.tags;
  const isLambda =
    tags?.[tagNames.compute] === 'lambda' || deadLetters?.tags?.[tagNames.compute] === 'lambda';
  const hadFunction = deadLetters?.tags?.[tagNames.formerCompute] === 'lambda';
  if (withFunction || isLambda || (withLeftovers && hadFunction)) {
    await read(lane.secret, lane.logGroup, lane.role, lane.function);
    const hasFunction = found.has(lane.function as unknown as Resource);
    if (hasFunction) await read(lane.alias, lane.mapping);
    if (hasFunction || withAlarms) await read(lane.alarms);
  }
  return {
    found,
    kind: tags && (isLambda ? 'lambda' : 'worker'),
    mayHaveFunction: isLambda || hadFunction,
    isDisabled: tags?.[tagNames.state] === 'disabled',
  };
}

import { isPartnerId, tagNames } from '@hooklane/core';
import type { Alarm } from './alarm.ts';

/** Whose alarm it is: a partner's in a stage, or the stage's own. */
export interface AlarmLane {
  readonly stage: string;
  readonly partnerId: string | undefined;
}

const namePattern = /^hooklane-([a-z0-9]{1,10})-([a-z0-9][a-z0-9_-]{0,60})$/;
const stagePattern = /^[a-z0-9]{1,10}$/;
/** What a partner's alarms end in; see `alarm-settings.ts` of the provisioner. */
const alarmEnd = /-(age|errors|dead-letters)$/;
/** Alarms of all lanes together. */
const fleetAlarms = /^(exhausted|rejected|poison|unsigned|late)$/;

/** Finds whose alarm it is by its tags, by the queue or the function that it watches, or by its name. */
export function laneOf(alarm: Alarm): AlarmLane | undefined {
  return laneOfTags(alarm) ?? laneOfResources(alarm) ?? laneOfNames(alarm);
}

function laneOfTags({ tags }: Alarm): AlarmLane | undefined {
  const stage = tags[tagNames.stage];
  if (stage === undefined || !stagePattern.test(stage)) return undefined;
  const partnerId = tags[tagNames.partner];
  return { stage, partnerId: isPartnerId(partnerId) ? partnerId : undefined };
}

function laneOfResources({ dimensions }: Alarm): AlarmLane | undefined {
  const lanes = dimensions.flatMap(({ name, value }) => {
    if (name !== 'QueueName' && name !== 'FunctionName') return [];
    return laneOfName(value.replace(/-dlq$/, '')) ?? [];
  });
  return agreed(lanes);
}

function laneOfNames({ name, children }: Alarm): AlarmLane | undefined {
  const own = laneOfAlarmName(name);
  if (own?.partnerId !== undefined) return own;
  return agreed(children.flatMap((child) => laneOfAlarmName(child) ?? [])) ?? own;
}

function laneOfAlarmName(name: string): AlarmLane | undefined {
  const lane = laneOfName(name.replace(alarmEnd, ''));
  const isFleet = lane?.partnerId !== undefined && fleetAlarms.test(lane.partnerId);
  return isFleet && !alarmEnd.test(name) ? { stage: lane.stage, partnerId: undefined } : lane;
}

function laneOfName(name: string): AlarmLane | undefined {
  const [, stage, rest] = namePattern.exec(name) ?? [];
  if (stage === undefined) return undefined;
  return { stage, partnerId: isPartnerId(rest) ? rest : undefined };
}

/** The lane that all name; of several partners, only their stage. */
function agreed(lanes: readonly AlarmLane[]): AlarmLane | undefined {
  const [first, ...others] = lanes;
  if (first === undefined) return undefined;
  if (others.some(({ stage }) => stage !== first.stage)) return undefined;
  const isOne = others.every(({ partnerId }) => partnerId === first.partnerId);
  return isOne ? first : { stage: first.stage, partnerId: undefined };
}

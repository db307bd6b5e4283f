import { parsePartnerId, parseStage } from './partner-id.ts';

/** The names of everything that belongs to one partner's lane. */
export interface LaneNames {
  /** Lane queue, function and role have one name. */
  readonly queue: string;
  readonly deadLetterQueue: string;
  readonly function: string;
  readonly role: string;
  readonly logGroup: string;
}

/** The names of what the lanes of a stage share. */
export interface PlatformNames {
  readonly resultsQueue: string;
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
    logGroup: `/hooklane/${stage}/${partnerId}`,
  };
}

/**
 * Names what the lanes of a stage share.
 *
 * @throws HooklaneError `invalid_stage`
 */
export function platformNames(stage: string): PlatformNames {
  return { resultsQueue: `${stagePrefix(stage)}results` };
}

/**
 * The beginning of every resource name of a stage.
 *
 * @throws HooklaneError `invalid_stage`
 */
export function stagePrefix(stage: string): string {
  return `hooklane-${parseStage(stage)}-`;
}

/** The tags that say whose a resource is. */
export const tagNames: {
  readonly stage: 'hooklane:stage';
  readonly partner: 'hooklane:partner';
  readonly spec: 'hooklane:spec';
} = { stage: 'hooklane:stage', partner: 'hooklane:partner', spec: 'hooklane:spec' };

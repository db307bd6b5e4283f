import { HooklaneError, type PartnerPolicy, parseInput, parsePartnerId } from '@hooklane/core';
import * as z from 'zod/mini';
import type { Lane } from './lane.ts';
import type { LambdaCompute } from './lane-compute.ts';
import { laneResources, readLane } from './lane-resources.ts';
import { type PartnerConfig, parsePartner } from './partner-config.ts';
import { presentPartner } from './present-partner.ts';
import { convergeLane } from './provision-partner.ts';
import { type ProvisionerOptions, parseProvisionerOptions } from './provisioner-options.ts';
import { findSite } from './site.ts';

/** What {@link updatePartner} changes; the rest stays as it is. */
export interface PartnerChanges {
  /** Fields of the policy: time-out, concurrency, schedule and the rest. `undefined` sets a field back to its default. */
  readonly policy?: PartnerPolicy | undefined;
  /** Fields of the function: memory, concurrency, runtime, retention of its logs, alarms. */
  readonly compute?: Omit<LambdaCompute, 'kind'> | undefined;
  /** Days for which a hook stays in the lane: 1 to 13. */
  readonly retentionDays?: number | undefined;
  /** The whole egress policy. */
  readonly egress?: PartnerConfig['egress'];
}

const kindMessage =
  "must be 'lambda' or left out: provisionPartner hands a lane over to a worker, with its whole configuration";

const changesSchema = z.strictObject(
  {
    policy: z.optional(z.looseObject({}, 'must be an object')),
    compute: z.optional(
      z.looseObject({ kind: z.optional(z.literal('lambda', kindMessage)) }, 'must be an object'),
    ),
    retentionDays: z.optional(z.unknown()),
    egress: z.optional(z.unknown()),
  },
  'must be an object',
);

/**
 * Changes what a partner's lane with a function can take, and leaves the rest as it is. A change of the policy is a new
 * version of the function. A worker's lane is changed by `provisionPartner` with its whole configuration.
 *
 * @throws HooklaneError `lane_missing`, `invalid_partner`, `invalid_partner_id`, `invalid_policy`, `invalid_options`,
 * `invalid_stage`, `invalid_environment`, `platform_missing`, `lane_conflict`, `code_not_live`, `function_failed`,
 * `not_settled`
 */
export async function updatePartner(
  partnerId: string,
  changes: PartnerChanges,
  options: ProvisionerOptions,
): Promise<Lane> {
  parsePartnerId(partnerId);
  const given = parseInput(changesSchema, changes, {
    code: 'invalid_partner',
    subject: 'partner changes',
  });
  const { stage, context } = parseProvisionerOptions(options, 'updatePartner', {});
  context.signal?.throwIfAborted();
  const site = await findSite(stage, context.aws);
  const lane = laneResources({ stage, partnerId, site }, undefined, context);
  const present = presentPartner(lane, await readLane(lane, { withFunction: false }), partnerId);
  if (present === undefined) {
    throw new HooklaneError(
      'invalid_partner',
      `The lane of partner ${partnerId} is worked by a worker, and only its host knows the configuration. Run provisionPartner with all of it`,
    );
  }
  const changed = {
    ...present,
    ...('retentionDays' in given && { retentionDays: given.retentionDays }),
    ...('egress' in given && { egress: given.egress }),
    policy: withoutUndefined({ ...present.policy, ...given.policy }),
    compute: { ...present.compute, ...given.compute, kind: 'lambda' },
  };
  return await convergeLane(parsePartner(changed), site, undefined, context);
}

function withoutUndefined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

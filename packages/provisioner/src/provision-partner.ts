import { laneNames } from '@hooklane/core';
import { applyPlan } from './apply.ts';
import { type Lane, toLane } from './lane.ts';
import { type PartnerConfig, parsePartner, type ResolvedPartner } from './partner-config.ts';
import { type FoundQueues, type LanePlan, planLane } from './plan.ts';
import {
  type CallContext,
  type ProvisionerOptions,
  parseProvisionerOptions,
} from './provisioner-options.ts';
import { addressOf } from './queue-address.ts';
import { readQueues } from './queue-resource.ts';

/**
 * Brings a partner's lane to where `partner` says it is to be: creates what is missing, changes what
 * differs, leaves the rest alone. Safe to run again after anything, a crash at any request included.
 *
 * @example
 * const lane = await provisionPartner(
 *   { partnerId: 'acme', compute: { kind: 'worker' } },
 *   { stage: 'prod' },
 * );
 *
 * @throws HooklaneError `invalid_partner`, `invalid_partner_id`, `invalid_policy`, `invalid_options`,
 * `invalid_stage`, `lane_conflict`, `queue_not_visible`
 */
export async function provisionPartner(
  partner: PartnerConfig,
  options: ProvisionerOptions,
): Promise<Lane> {
  const resolved = parsePartner(partner);
  const { stage, context } = parseProvisionerOptions(options, 'provisionPartner');
  const { plan, found } = await readAndPlan(resolved, stage, context);
  const addresses = await applyPlan(plan, found, context);
  const { queue, deadLetterQueue } = laneNames(stage, resolved.partnerId);
  return toLane(plan, addressOf(queue, addresses), addressOf(deadLetterQueue, addresses));
}

/**
 * Says what {@link provisionPartner} would do, without doing it.
 *
 * @throws HooklaneError as {@link provisionPartner}
 */
export async function planPartner(
  partner: PartnerConfig,
  options: ProvisionerOptions,
): Promise<LanePlan> {
  const resolved = parsePartner(partner);
  const { stage, context } = parseProvisionerOptions(options, 'planPartner');
  const { plan } = await readAndPlan(resolved, stage, context);
  return plan;
}

async function readAndPlan(
  partner: ResolvedPartner,
  stage: string,
  context: CallContext,
): Promise<{ readonly plan: LanePlan; readonly found: FoundQueues }> {
  context.signal?.throwIfAborted();
  const { deadLetterQueue, queue } = laneNames(stage, partner.partnerId);
  const found = await readQueues([deadLetterQueue, queue], context);
  return { plan: planLane(stage, partner, found), found };
}

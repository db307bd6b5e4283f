import * as z from 'zod/mini';
import { applyTasks } from './apply.ts';
import type { CallContext } from './call-context.ts';
import { checkCode } from './check-code.ts';
import { type Lane, toLane } from './lane.ts';
import { type FoundLane, type LaneResources, laneResources, readLane } from './lane-resources.ts';
import { type PartnerConfig, parsePartner, type ResolvedPartner } from './partner-config.ts';
import { type LanePlan, planTasks, type Task } from './plan.ts';
import { type ProvisionerOptions, parseProvisionerOptions } from './provisioner-options.ts';
import type { FunctionCode } from './resources/function-settings.ts';
import type { QueueSettings } from './resources/queue-settings.ts';
import { findSite, type Site } from './site.ts';
import { wantLane } from './wanted-lane.ts';

/** How {@link provisionPartner} works. */
export interface ProvisionPartnerOptions extends ProvisionerOptions {
  /**
   * What a function is made with: `await handlerArtifact()` of `@hooklane/handler/artifact`. The code of a
   * function that is there is changed by `updateCode` only. Not needed for a worker's lane.
   */
  readonly code?: FunctionCode | undefined;
}

/** The option `code`, checked. */
export const codeShape: { readonly code: z.ZodMiniType<FunctionCode | undefined> } = {
  code: z.optional(
    z.strictObject(
      {
        zip: z.instanceof(Uint8Array, { error: 'must be the bytes of a zip' }),
        sha256: z.string('must be the SHA-256 of the zip in base64'),
        handler: z.string('must be a file and an export, such as index.handler'),
      },
      'must be what handlerArtifact() gives',
    ),
  ),
};

/**
 * Brings a partner's lane to where `partner` says it is to be: creates what is missing, changes what
 * differs, leaves the rest alone. Safe to run again after anything, a crash at any request included. A lane
 * that `disablePartner` disabled stays so.
 *
 * @example
 * const lane = await provisionPartner(
 *   { partnerId: 'acme', compute: { kind: 'lambda' } },
 *   { stage: 'prod', code: await handlerArtifact() },
 * );
 *
 * @throws HooklaneError `invalid_partner`, `invalid_partner_id`, `invalid_policy`, `invalid_options`,
 * `invalid_stage`, `platform_missing`, `lane_conflict`, `queue_not_visible`, `function_failed`, `not_settled`
 */
export async function provisionPartner(
  partner: PartnerConfig,
  options: ProvisionPartnerOptions,
): Promise<Lane> {
  const resolved = parsePartner(partner);
  const { stage, context, own } = parseProvisionerOptions(options, 'provisionPartner', codeShape);
  context.signal?.throwIfAborted();
  const site = await findSite(stage, context.aws);
  return await convergeLane(resolved, site, own.code, context);
}

/**
 * Says what {@link provisionPartner} would do, without doing it.
 *
 * @throws HooklaneError as {@link provisionPartner}
 */
export async function planPartner(
  partner: PartnerConfig,
  options: ProvisionPartnerOptions,
): Promise<LanePlan> {
  const resolved = parsePartner(partner);
  const { stage, context } = parseProvisionerOptions(options, 'planPartner', codeShape);
  context.signal?.throwIfAborted();
  const site = await findSite(stage, context.aws);
  const { tasks } = await planLane(resolved, site, undefined, context);
  return { stage, partnerId: resolved.partnerId, steps: tasks.map(({ step }) => step) };
}

/** Plans a lane and does what was planned. */
export async function convergeLane(
  partner: ResolvedPartner,
  site: Site,
  code: FunctionCode | undefined,
  context: CallContext,
): Promise<Lane> {
  const { partnerId, compute } = partner;
  const owner = { stage: site.stage, partnerId };
  const { lane, found, tasks } = await planLane(partner, site, code, context);
  checkCode(lane, tasks, { code, found });
  await applyTasks(owner, tasks, context);
  return toLane(owner, lane.names, compute.kind, site);
}

interface PlannedLane extends Pick<FoundLane, 'found'> {
  readonly lane: LaneResources;
  readonly tasks: readonly Task[];
}

async function planLane(
  partner: ResolvedPartner,
  site: Site,
  code: FunctionCode | undefined,
  context: CallContext,
): Promise<PlannedLane> {
  const { partnerId, compute } = partner;
  const owner = { stage: site.stage, partnerId };
  const lane = laneResources({ ...owner, site }, code, context);
  const { found, kind, isDisabled } = await readLane(lane, {
    withFunction: compute.kind === 'lambda',
    withAlarms: compute.kind === 'lambda' && compute.alarms,
  });
  const wanted = wantLane(lane, partner, {
    site,
    hasFunction: kind === 'lambda',
    isDisabled,
    visibilityTimeoutSeconds: (found.get(lane.queue)?.settings as QueueSettings | undefined)
      ?.visibilityTimeoutSeconds,
  });
  return { lane, found, tasks: planTasks(owner, wanted, found) };
}

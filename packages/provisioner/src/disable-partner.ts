import { PurgeQueueCommand, TagQueueCommand, UntagQueueCommand } from '@aws-sdk/client-sqs';
import { HooklaneError, parsePartnerId, tagNames } from '@hooklane/core';
import * as z from 'zod/mini';
import { errorName } from './aws/error-kinds.ts';
import type { CallContext } from './call-context.ts';
import { type FoundLane, type LaneResources, laneResources, readLane } from './lane-resources.ts';
import { checkOwner } from './ownership.ts';
import { laneMissing } from './present-partner.ts';
import { type ProvisionerOptions, parseProvisionerOptions } from './provisioner-options.ts';
import type { FunctionSettings } from './resources/lane-function.ts';
import { findSite } from './site.ts';

/** How {@link disablePartner} disables. */
export interface DisablePartnerOptions extends ProvisionerOptions {
  /**
   * Deletes the hooks that wait in the lane, for good. Dead letters stay.
   * @default false
   */
  readonly purge?: boolean | undefined;
}

const shape = { purge: z._default(z.boolean('must be true or false'), false) };

/** A purge takes up to 60 seconds, and SQS refuses another in that time (PurgeQueue). */
const purgeMs = 60_000;
const purgeTries = 3;

/**
 * Stops a partner's deliveries: when it returns, no new ones begin; those under way end within the time-out of the function.
 * Its hooks stay in the lane, for as long as its `retentionDays`, and go out after {@link enablePartner}. A worker looks at no tags: there the host tells it
 * by its `partnerState`.
 *
 * @throws HooklaneError `lane_missing`, `lane_conflict`, `purge_in_progress`, `platform_missing`, `not_settled`,
 * `invalid_partner_id`, `invalid_options`, `invalid_stage`
 */
export async function disablePartner(
  partnerId: string,
  options: DisablePartnerOptions,
): Promise<void> {
  const { stage, context, own } = parseProvisionerOptions(options, 'disablePartner', shape);
  const { lane, QueueUrl, kind, found } = await findLane(partnerId, stage, context);
  // First, so that provisioning in between does not enable it again.
  const Tags = { [tagNames.state]: 'disabled' };
  await context.aws.sqsTags.send(new TagQueueCommand({ QueueUrl, Tags }));
  if (kind === 'lambda') await lane.mapping.turn(false);
  report(lane, ['disabled'], context);
  if (!own.purge) return;
  // What a function under way sends again after the purge would stay.
  const work = found.get(lane.function)?.settings as FunctionSettings | undefined;
  await wait(lane.queue.name, (work?.timeoutSeconds ?? 0) * 1_000, 'draining', context);
  await purge(lane.queue.name, QueueUrl, context);
}

/**
 * Starts a partner's deliveries again, where {@link disablePartner} stopped them.
 *
 * @throws HooklaneError as {@link disablePartner}, but for `purge_in_progress`
 */
export async function enablePartner(partnerId: string, options: ProvisionerOptions): Promise<void> {
  const { stage, context } = parseProvisionerOptions(options, 'enablePartner', {});
  const { lane, QueueUrl, kind } = await findLane(partnerId, stage, context);
  const TagKeys = [tagNames.state];
  await context.aws.sqsTags.send(new UntagQueueCommand({ QueueUrl, TagKeys }));
  if (kind === 'lambda' && !(await lane.mapping.turn(true))) {
    throw laneMissing(lane.names.queue, partnerId);
  }
  report(lane, ['enabled'], context);
}

async function findLane(
  partnerId: string,
  stage: string,
  context: CallContext,
): Promise<
  Pick<FoundLane, 'kind' | 'found'> & { readonly lane: LaneResources; readonly QueueUrl: string }
> {
  parsePartnerId(partnerId);
  context.signal?.throwIfAborted();
  const site = await findSite(stage, context.aws);
  const lane = laneResources({ stage, partnerId, site }, undefined, context);
  const { found, kind } = await readLane(lane, { withFunction: false });
  const tags = found.get(lane.queue)?.tags;
  if (tags === undefined) throw laneMissing(lane.names.queue, partnerId);
  checkOwner({ stage, partnerId }, lane.queue, tags);
  return { lane, kind, found, QueueUrl: site.queueUrlOf(lane.names.queue) };
}

function report(
  { mapping }: LaneResources,
  changed: readonly string[],
  context: CallContext,
): void {
  context.report({ kind: 'updated', resource: mapping.kind, name: mapping.name, changed });
}

async function purge(name: string, QueueUrl: string, context: CallContext): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await context.aws.sqs.send(new PurgeQueueCommand({ QueueUrl }));
      break;
    } catch (error) {
      if (errorName(error) !== 'PurgeQueueInProgress') throw error;
      if (tries === purgeTries) throw purgeInProgress(name, error);
      await wait(name, purgeMs, 'purging', context);
    }
  }
  await wait(name, purgeMs, 'purging', context);
  context.report({ kind: 'updated', resource: 'lane-queue', name, changed: ['purged'] });
}

async function wait(
  name: string,
  waitMs: number,
  reason: 'draining' | 'purging',
  { clock, signal, report: tell }: CallContext,
): Promise<void> {
  if (waitMs === 0) return;
  tell({ kind: 'waiting', resource: 'lane-queue', name, reason, waitMs });
  await clock.sleep(waitMs, { signal });
}

function purgeInProgress(name: string, cause: unknown): HooklaneError<'purge_in_progress'> {
  return new HooklaneError(
    'purge_in_progress',
    `Queue ${name} was not purged: somebody else purges it over and over, and SQS takes one purge a minute. Deliveries are stopped; run again to purge`,
    { cause },
  );
}

import { HooklaneError, parsePartnerId } from '@hooklane/core';
import * as z from 'zod/mini';
import type { CallContext } from './call-context.ts';
import { type LaneResources, laneResources, readLane } from './lane-resources.ts';
import { checkOwner, type Owner } from './ownership.ts';
import type { FoundResources } from './plan.ts';
import { type ProvisionerOptions, parseProvisionerOptions } from './provisioner-options.ts';
import type { Resource } from './resource.ts';
import { findSite } from './site.ts';

/** How {@link deletePartner} deletes. */
export interface DeletePartnerOptions extends ProvisionerOptions {
  /**
   * Deletes the hooks that wait in the lane and its dead letters, too.
   * @default false
   */
  readonly force?: boolean | undefined;
  /**
   * Milliseconds for which to wait until the lane is empty, while it is still worked: 0 to 86,400,000.
   * @default 0
   */
  readonly drainMs?: number | undefined;
}

const drainMessage = 'must be an integer from 0 to 86400000';
const shape = {
  force: z._default(z.boolean('must be true or false'), false),
  drainMs: z._default(
    z.int(drainMessage).check(z.minimum(0, drainMessage), z.maximum(86_400_000, drainMessage)),
    0,
  ),
};
const drainPauseMs = 10_000;

/**
 * Deletes a partner's lane, its secrets included; what is gone already is fine. Refuses while hooks or dead
 * letters are in it, as far as SQS can tell: its counts may be a minute old, so stop publishing to the
 * partner first.
 *
 * @throws HooklaneError `lane_not_empty` unless `force`, `lane_conflict`, `platform_missing`,
 * `invalid_partner_id`, `invalid_options`, `invalid_stage`, `not_settled`
 */
export async function deletePartner(
  partnerId: string,
  options: DeletePartnerOptions,
): Promise<void> {
  parsePartnerId(partnerId);
  const { stage, context, own } = parseProvisionerOptions(options, 'deletePartner', shape);
  context.signal?.throwIfAborted();
  const site = await findSite(stage, context.aws);
  const owner = { stage, partnerId };
  const lane = laneResources({ ...owner, site }, undefined, context);
  const { found, kind } = await readLane(lane, { withFunction: false });
  for (const [resource, { tags }] of found) {
    if (tags !== undefined) checkOwner(owner, resource, tags);
  }
  if (!own.force) await drain(owner, lane, found, own.drainMs, context);
  // The dead-letter queue last: its tags tell a next run that there may be more.
  const functionParts = [
    lane.delivery,
    lane.mapping,
    lane.alarms,
    lane.function,
    lane.role,
    lane.logGroup,
    lane.secret,
  ];
  for (const resource of kind === 'lambda' ? functionParts : []) {
    await remove(resource, found, context);
  }
  for (const resource of [lane.queue, lane.deadLetterQueue]) await remove(resource, found, context);
}

async function remove(
  resource: Resource,
  found: FoundResources,
  { signal, report }: CallContext,
): Promise<void> {
  signal?.throwIfAborted();
  const isThere = found.has(resource);
  if (isThere) await resource.remove();
  report({
    kind: isThere ? 'deleted' : 'absent',
    resource: resource.kind,
    name: resource.name,
  });
}

async function drain(
  owner: Required<Owner>,
  lane: LaneResources,
  found: FoundResources,
  drainMs: number,
  context: CallContext,
): Promise<void> {
  const { clock, signal, report } = context;
  const startedAt = clock.now();
  let counts = {
    hooks: found.get(lane.queue)?.messages ?? 0,
    deadLetters: found.get(lane.deadLetterQueue)?.messages ?? 0,
  };
  while (counts.hooks > 0 && clock.now() - startedAt < drainMs) {
    const { kind: resource, name } = lane.queue;
    report({ kind: 'waiting', resource, name, reason: 'draining', waitMs: drainPauseMs });
    await clock.sleep(drainPauseMs, { signal });
    counts = {
      hooks: (await lane.queue.read())?.messages ?? 0,
      deadLetters: (await lane.deadLetterQueue.read())?.messages ?? 0,
    };
  }
  if (counts.hooks > 0 || counts.deadLetters > 0) throw notEmpty(owner, lane, counts);
}

function notEmpty(
  { stage, partnerId }: Required<Owner>,
  { queue, deadLetterQueue }: LaneResources,
  { hooks, deadLetters }: { readonly hooks: number; readonly deadLetters: number },
): HooklaneError<'lane_not_empty'> {
  return new HooklaneError(
    'lane_not_empty',
    `The lane of partner ${partnerId} in stage ${stage} is not empty: ${hooks} in ${queue.name}, ${deadLetters} in ${deadLetterQueue.name}. Let it drain and replay its dead letters, or delete them with the lane by force: true`,
  );
}

import { HooklaneError, parsePartnerId } from '@hooklane/core';
import * as z from 'zod/mini';
import type { CallContext } from './call-context.ts';
import {
  type FoundLane,
  type LanePlace,
  type LaneResources,
  laneResources,
  readLane,
} from './lane-resources.ts';
import { checkOwner } from './ownership.ts';
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
  /**
   * Milliseconds between the two counts that must both find the lane empty, once nothing works it: 0 to 600,000.
   * SQS counts approximately, and is right within a minute (GetQueueAttributes).
   * @default 60000
   */
  readonly recountMs?: number | undefined;
}

const drainMessage = 'must be an integer from 0 to 86400000';
const recountMessage = 'must be an integer from 0 to 600000';
const shape = {
  force: z._default(z.boolean('must be true or false'), false),
  drainMs: z._default(
    z.int(drainMessage).check(z.minimum(0, drainMessage), z.maximum(86_400_000, drainMessage)),
    0,
  ),
  recountMs: z._default(
    z.int(recountMessage).check(z.minimum(0, recountMessage), z.maximum(600_000, recountMessage)),
    60_000,
  ),
};
const drainPauseMs = 10_000;

/**
 * Deletes a partner's lane, its secrets included; what is gone already is fine. Refuses while hooks or dead
 * letters are in it: it stops the deliveries, counts twice, and starts them again when it refuses. A hook that is published
 * after that is lost, so stop publishing to the partner first.
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
  const place = { stage, partnerId, site: await findSite(stage, context.aws) };
  const lane = laneResources(place, undefined, context);
  const state = await readLane(lane, { withFunction: false, withLeftovers: true });
  for (const [resource, { tags }] of state.found) {
    if (tags !== undefined) checkOwner(place, resource, tags);
  }
  if (!own.force) {
    // Without the signal: what was stopped is started again also when all is called off.
    const { context: calm } = parseProvisionerOptions({ ...options, signal: undefined }, '', shape);
    const restart = () => laneResources(place, undefined, calm).mapping.turn(true);
    await makeSureIsEmpty({ place, lane, state, restart }, own, context);
  }
  const parts = [lane.mapping, lane.alarms, lane.function, lane.role, lane.logGroup, lane.secret];
  // The dead-letter queue last: its tags tell a next run that there may be more.
  const queues = [lane.queue, lane.deadLetterQueue];
  for (const resource of [...(state.mayHaveFunction ? parts : []), ...queues]) {
    await remove(resource, state.found, context);
  }
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

interface Counts {
  readonly hooks: number;
  readonly deadLetters: number;
}

type Times = { readonly drainMs: number; readonly recountMs: number };

interface LaneToEmpty {
  readonly place: LanePlace;
  readonly lane: LaneResources;
  readonly state: FoundLane;
  readonly restart: () => Promise<unknown>;
}

async function makeSureIsEmpty(
  { place, lane, state: { found, isDisabled }, restart }: LaneToEmpty,
  { drainMs, recountMs }: Times,
  context: CallContext,
): Promise<void> {
  const drained = await drain(lane, found, drainMs, context);
  if (!isEmpty(drained)) throw notEmpty(place, lane, drained);
  if (!found.has(lane.queue) && !found.has(lane.deadLetterQueue)) return;
  const isWorked = found.has(lane.mapping) && !isDisabled;
  if (isWorked) await lane.mapping.turn(false);
  try {
    const counts = await countTwice(lane, recountMs, context);
    if (!isEmpty(counts)) throw notEmpty(place, lane, counts);
  } catch (error) {
    // Also when it was called off: nothing was deleted, so deliveries go on.
    if (isWorked) await restart();
    throw error;
  }
}

/** Counts what came in, or was sent again, while the lane was still worked. */
async function countTwice(
  lane: LaneResources,
  recountMs: number,
  context: CallContext,
): Promise<Counts> {
  const counts = await count(lane);
  if (!isEmpty(counts) || recountMs === 0) return counts;
  await wait(lane, 'counting', recountMs, context);
  return await count(lane);
}

async function drain(
  lane: LaneResources,
  found: FoundResources,
  drainMs: number,
  context: CallContext,
): Promise<Counts> {
  const startedAt = context.clock.now();
  let counts: Counts = {
    hooks: found.get(lane.queue)?.messages ?? 0,
    deadLetters: found.get(lane.deadLetterQueue)?.messages ?? 0,
  };
  while (counts.hooks > 0 && context.clock.now() - startedAt < drainMs) {
    await wait(lane, 'draining', drainPauseMs, context);
    counts = await count(lane);
  }
  return counts;
}

async function count({ queue, deadLetterQueue }: LaneResources): Promise<Counts> {
  const [hooks, deadLetters] = await Promise.all([queue.read(), deadLetterQueue.read()]);
  return { hooks: hooks?.messages ?? 0, deadLetters: deadLetters?.messages ?? 0 };
}

function isEmpty({ hooks, deadLetters }: Counts): boolean {
  return hooks === 0 && deadLetters === 0;
}

async function wait(
  { queue }: LaneResources,
  reason: 'draining' | 'counting',
  waitMs: number,
  { clock, signal, report }: CallContext,
): Promise<void> {
  report({ kind: 'waiting', resource: queue.kind, name: queue.name, reason, waitMs });
  await clock.sleep(waitMs, { signal });
}

function notEmpty(
  { stage, partnerId }: LanePlace,
  { queue, deadLetterQueue }: LaneResources,
  { hooks, deadLetters }: Counts,
): HooklaneError<'lane_not_empty'> {
  return new HooklaneError(
    'lane_not_empty',
    `The lane of partner ${partnerId} in stage ${stage} is not empty: ${hooks} in ${queue.name}, ${deadLetters} in ${deadLetterQueue.name}. Let it drain and replay its dead letters, or delete them with the lane by force: true`,
  );
}

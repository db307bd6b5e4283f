import { HooklaneError } from '@hooklane/core';
import { checkOwner, type Owner } from './ownership.ts';
import { type FoundQueues, type Plan, type PlanStep, planUpdate } from './plan.ts';
import type { CallContext } from './provisioner-options.ts';
import { addressOf, arnOf, type QueueAddress, type QueueAddresses } from './queue-address.ts';
import { createQueue, type FoundQueue, readQueue, updateQueue } from './queue-resource.ts';
import { toAttributes } from './queue-settings.ts';
import { isDeletedRecently, mayExistAfter } from './sqs-errors.ts';

type CreateStep = Extract<PlanStep, { kind: 'create' }>;
type UpdateStep = Extract<PlanStep, { kind: 'update' }>;

/** SQS keeps the name of a deleted queue for 60 seconds (CreateQueue); ten more for its clocks. */
const nameTries = 8;
const namePauseMs = 10_000;

/** A new queue is usable after a second (CreateQueue), as a rule. */
const sightTries = 10;
const sightPauseMs = 1_000;

/**
 * Carries out a plan, step by step, and says where each of its queues is. What was done stays done
 * when a step fails: planning again then starts from there.
 *
 * @throws HooklaneError `lane_conflict`, `platform_conflict`, `queue_not_visible`
 */
export async function applyPlan(
  plan: Plan,
  found: FoundQueues,
  context: CallContext,
): Promise<QueueAddresses> {
  const addresses = new Map<string, QueueAddress>(found);
  for (const step of plan.steps) {
    context.signal?.throwIfAborted();
    switch (step.kind) {
      case 'keep':
        context.report({ kind: 'unchanged', resource: step.resource, name: step.name });
        break;
      case 'create':
        addresses.set(step.name, await applyCreate(step, plan, addresses, context));
        break;
      case 'update':
        await applyUpdate(step, addresses, context);
        break;
      default:
        step satisfies never;
    }
  }
  return addresses;
}

async function applyUpdate(
  { resource, name, settings, tags }: UpdateStep,
  addresses: QueueAddresses,
  context: CallContext,
): Promise<void> {
  await updateQueue(
    addressOf(name, addresses).url,
    toAttributes(settings, (queue) => arnOf(queue, addresses)),
    tags,
    context,
  );
  const changed = [...Object.keys(settings), ...Object.keys(tags)];
  context.report({ kind: 'updated', resource, name, changed });
}

async function applyCreate(
  step: CreateStep,
  owner: Owner,
  addresses: QueueAddresses,
  context: CallContext,
): Promise<QueueAddress> {
  const { resource, name, settings, tags } = step;
  const attributes = toAttributes(settings, (queue) => arnOf(queue, addresses));
  for (let tries = 1; ; tries += 1) {
    try {
      await createQueue(name, attributes, tags, context);
      break;
    } catch (error) {
      if (context.signal?.aborted) throw error;
      if (isDeletedRecently(error) && tries < nameTries) {
        await waitForName(step, context);
        continue;
      }
      const present = mayExistAfter(error) ? await readQueue(name, context) : undefined;
      if (present === undefined) throw error;
      return await adopt(step, owner, present, context);
    }
  }
  const created = await sight(name, context);
  // Also when a stranger made the same queue in between: SQS then answers as if it were ours.
  checkOwner(owner, name, created.tags);
  context.report({ kind: 'created', resource, name });
  return created;
}

/** Takes on a queue that is there although creating it failed. */
async function adopt(
  step: CreateStep,
  owner: Owner,
  present: FoundQueue,
  context: CallContext,
): Promise<QueueAddress> {
  const { resource, name, tags } = step;
  checkOwner(owner, name, present.tags);
  const rest = planUpdate(step, tags, present);
  if (rest.kind === 'update') await applyUpdate(rest, new Map([[name, present]]), context);
  else context.report({ kind: 'created', resource, name });
  return present;
}

async function waitForName({ resource, name }: CreateStep, context: CallContext): Promise<void> {
  const { clock, signal, report } = context;
  report({ kind: 'waiting', resource, name, reason: 'deleted_recently', waitMs: namePauseMs });
  await clock.sleep(namePauseMs, { signal });
}

/** Waits until a new queue shows, with its tags. */
async function sight(name: string, context: CallContext): Promise<FoundQueue> {
  for (let tries = 1; ; tries += 1) {
    const found = await readQueue(name, context);
    if (found !== undefined && Object.keys(found.tags).length > 0) return found;
    if (tries < sightTries) {
      await context.clock.sleep(sightPauseMs, { signal: context.signal });
      continue;
    }
    if (found !== undefined) return found;
    throw new HooklaneError(
      'queue_not_visible',
      `Queue ${name} was created, but after ${sightTries} looks SQS still does not show it. Run again`,
    );
  }
}

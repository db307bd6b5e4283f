import { isDeletedRecently, mayExistAfter } from './aws/error-kinds.ts';
import type { CallContext } from './call-context.ts';
import { checkOwner, type Owner } from './ownership.ts';
import { type PlanStep, planStep, type Task, tagsOf } from './plan.ts';
import type { Found, Wanted } from './resource.ts';

type CreateStep = Extract<PlanStep, { kind: 'create' }>;
type UpdateStep = Extract<PlanStep, { kind: 'update' }>;

/** SQS keeps the name of a deleted queue for 60 seconds (CreateQueue); ten more for its clocks. */
const nameTries = 8;
const namePauseMs = 10_000;

/**
 * Does what was planned, one after the other. What was done stays done when one fails: planning again
 * then starts from there.
 *
 * @throws HooklaneError `lane_conflict`, `platform_conflict`, `queue_not_visible`, `not_settled`
 */
export async function applyTasks(
  owner: Owner,
  tasks: readonly Task[],
  context: CallContext,
): Promise<void> {
  for (const { step, wanted } of tasks) {
    context.signal?.throwIfAborted();
    const { resource, name } = step;
    switch (step.kind) {
      case 'keep':
        context.report({ kind: 'unchanged', resource, name });
        break;
      case 'create':
        await applyCreate(step, wanted, owner, context);
        break;
      case 'update':
        await applyUpdate(step, wanted, owner, context);
        break;
      case 'remove':
        await wanted.resource.remove();
        context.report({ kind: 'deleted', resource, name });
        break;
      default:
        step satisfies never;
    }
  }
}

async function applyUpdate(
  { resource, name, settings, tags }: UpdateStep,
  wanted: Wanted,
  owner: Owner,
  context: CallContext,
): Promise<void> {
  await wanted.resource.update({
    wanted: wanted.settings ?? {},
    settings,
    tags,
    allTags: tagsOf(owner, wanted),
  });
  const changed = [...Object.keys(settings), ...Object.keys(tags)];
  context.report({ kind: 'updated', resource, name, changed });
}

async function applyCreate(
  step: CreateStep,
  wanted: Wanted,
  owner: Owner,
  context: CallContext,
): Promise<void> {
  const { resource, name, settings, tags } = step;
  for (let tries = 1; ; tries += 1) {
    try {
      const created = await wanted.resource.create(settings, tags);
      // A stranger may have made the same in between: SQS then answers as if it were ours.
      if (created?.tags !== undefined) checkOwner(owner, wanted.resource, created.tags);
      break;
    } catch (error) {
      if (context.signal?.aborted) throw error;
      if (isDeletedRecently(error) && tries < nameTries) {
        await waitForName(step, context);
        continue;
      }
      const present = mayExistAfter(error) ? await wanted.resource.read() : undefined;
      if (present === undefined) throw error;
      await adopt(present, wanted, owner, context);
      return;
    }
  }
  context.report({ kind: 'created', resource, name });
}

/** Takes on what is there although creating it failed. */
async function adopt(
  present: Found,
  wanted: Wanted,
  owner: Owner,
  context: CallContext,
): Promise<void> {
  const { kind, name } = wanted.resource;
  const rest = planStep(owner, wanted, present);
  if (rest?.kind === 'update') await applyUpdate(rest, wanted, owner, context);
  else context.report({ kind: 'created', resource: kind, name });
}

async function waitForName({ resource, name }: CreateStep, context: CallContext): Promise<void> {
  const { clock, signal, report } = context;
  report({ kind: 'waiting', resource, name, reason: 'deleted_recently', waitMs: namePauseMs });
  await clock.sleep(namePauseMs, { signal });
}

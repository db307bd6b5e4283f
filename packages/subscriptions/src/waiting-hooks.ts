import { createEventBodies } from './event-bodies.ts';
import { hookPages } from './hook-pages.ts';
import { createPendingRouter } from './route-pending.ts';
import { sendHooks } from './send-hooks.ts';
import type { ServiceContext } from './service-context.ts';
import type { HookStatus, StoredHook } from './stored-hook.ts';
import type { Subscription } from './subscription.ts';

/** How many hooks came to what. */
export interface ResumedHooks {
  readonly accepted: number;
  readonly rejected: number;
  /** Not taken now: a later call tries again. */
  readonly pending: number;
  /** Put aside until their subscription is enabled. */
  readonly held: number;
  /** Their subscription is no more, or the body of their event. */
  readonly discarded: number;
}

const nothing: ResumedHooks = { accepted: 0, rejected: 0, pending: 0, held: 0, discarded: 0 };
const pageSize = 100;

/** Publishes what was held for a subscription. */
export async function releaseHeld(
  { id }: Pick<Subscription, 'id'>,
  context: ServiceContext,
): Promise<void> {
  const query = { subscriptionId: id, statuses: ['held'], limit: pageSize } as const;
  const send = createSender(context);
  for await (const hooks of hookPages(query, context)) await send(await unhold(hooks, context));
}

/** Gives up what waits in the store for a subscription that is no more. */
export async function discardWaiting(id: string, context: ServiceContext): Promise<void> {
  const from = ['held', 'pending'] as const;
  const query = { subscriptionId: id, statuses: from, limit: pageSize };
  for await (const hooks of hookPages(query, context)) {
    await context.store.moveHooks(idsOf(hooks), { from, to: 'discarded' });
  }
}

/**
 * Goes through hooks that wait since before a time although nothing keeps them: pending ones whose call ended half way,
 * and held ones whose subscription was enabled while they were stored.
 */
export async function resumeWaiting(
  { until, signal }: { readonly until: number; readonly signal?: AbortSignal | undefined },
  context: ServiceContext,
): Promise<ResumedHooks> {
  const { store } = context;
  const send = createSender(context);
  const isActive = createActivity(context);
  let total = nothing;
  const pages = (statuses: readonly HookStatus[]) =>
    hookPages({ statuses, until, limit: pageSize }, { store, signal });
  for await (const hooks of pages(['pending'])) {
    // Old hooks that are pending since a moment ago are being sent: by a release, a replay, or a call such as this.
    const left = hooks.filter(({ pendingSince = 0 }) => pendingSince < until);
    total = sum(total, await send(left));
  }
  for await (const hooks of pages(['held'])) {
    const free: StoredHook[] = [];
    for (const hook of hooks) if ((await isActive(hook)) !== false) free.push(hook);
    total = sum(total, await send(await unhold(free, context)));
  }
  return total;
}

/** Makes what sends pending hooks, each where its subscription is now. */
function createSender(
  context: ServiceContext,
): (hooks: readonly StoredHook[]) => Promise<ResumedHooks> {
  const route = createPendingRouter(context);
  return async (hooks) => {
    const { ready, held, discarded } = await route(hooks, createEventBodies(context.store));
    const sent = await sendHooks(ready, context);
    const count = (kind: string): number => sent.filter((one) => one.kind === kind).length;
    return {
      accepted: count('accepted'),
      rejected: count('rejected'),
      pending: count('pending'),
      held,
      discarded,
    };
  };
}

/** Tells whether the subscription of a hook is active; `undefined` when there is none any more. */
function createActivity({
  store,
}: ServiceContext): (hook: StoredHook) => Promise<boolean | undefined> {
  const known = new Map<string, Promise<boolean | undefined>>();
  return ({ subscriptionId: id }) => {
    const read =
      known.get(id) ?? store.getSubscription(id).then((found) => found && found.state === 'active');
    known.set(id, read);
    return read;
  };
}

/** Of held hooks, those that are now pending: another call may have taken some. */
async function unhold(
  hooks: readonly StoredHook[],
  { store, clock }: ServiceContext,
): Promise<readonly StoredHook[]> {
  if (hooks.length === 0) return [];
  const move = { from: ['held'], to: 'pending', at: clock.now() } as const;
  const moved = new Set(await store.moveHooks(idsOf(hooks), move));
  return hooks.filter(({ id }) => moved.has(id));
}

function idsOf(hooks: readonly StoredHook[]): readonly string[] {
  return hooks.map(({ id }) => id);
}

function sum(one: ResumedHooks, other: ResumedHooks): ResumedHooks {
  return {
    accepted: one.accepted + other.accepted,
    rejected: one.rejected + other.rejected,
    pending: one.pending + other.pending,
    held: one.held + other.held,
    discarded: one.discarded + other.discarded,
  };
}

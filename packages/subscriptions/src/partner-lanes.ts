import type { Subscription } from './subscription.ts';
import type { SubscriptionStore } from './subscription-store.ts';

/**
 * What happens to lanes as subscriptions come and go. Every call may come again. A host without rights in AWS queues the
 * step and returns.
 */
export interface PartnerLanes {
  /** The first subscription of a partner is about to be stored. */
  provision(partnerId: string): Promise<void>;
  /** The last one is gone. Called when `removeLaneWithLast` is set. */
  remove?(partnerId: string): Promise<void>;
  /** No subscription is active: what is in the lane must wait there. */
  pause(partnerId: string): Promise<void>;
  /** One is active again. */
  resume(partnerId: string): Promise<void>;
}

/** What {@link pauseIfIdle} works with. */
export interface PartnerLaneOptions {
  readonly store: SubscriptionStore;
  readonly partnerLanes: PartnerLanes | undefined;
}

/** How the subscriptions of a partner are, as its lane has to be. */
export type LaneNeed = 'none' | 'paused' | 'running';

/** Tells how the lane of a partner has to be. */
export async function laneNeedOf(partnerId: string, store: SubscriptionStore): Promise<LaneNeed> {
  const subscriptions = await store.listSubscriptions({ partnerId });
  if (subscriptions.length === 0) return 'none';
  return subscriptions.some(({ state }) => state === 'active') ? 'running' : 'paused';
}

/**
 * Pauses the lane of a partner if no subscription is active. Looks again afterwards, because somebody may have enabled one
 * meanwhile: whoever acts last has then seen what is so.
 */
export async function pauseIfIdle(
  partnerId: string,
  { store, partnerLanes }: PartnerLaneOptions,
): Promise<void> {
  if (partnerLanes === undefined || (await laneNeedOf(partnerId, store)) !== 'paused') return;
  await partnerLanes.pause(partnerId);
  if ((await laneNeedOf(partnerId, store)) === 'running') await partnerLanes.resume(partnerId);
}

/** Resumes the lane of a partner unless one of its subscriptions is active, which says that it runs. */
export async function resumeIfIdle(
  partnerId: string,
  { store, partnerLanes }: PartnerLaneOptions,
): Promise<void> {
  if (partnerLanes === undefined || (await laneNeedOf(partnerId, store)) === 'running') return;
  await partnerLanes.resume(partnerId);
}

/**
 * Resumes the lane of a partner once one of its subscriptions is active, though it may be said to run: somebody who saw
 * none that was active may have paused it meanwhile, and ended before a second look. Pauses it again if none is active
 * any more.
 */
export async function resumeFor(
  { partnerId }: Pick<Subscription, 'partnerId'>,
  options: PartnerLaneOptions,
): Promise<void> {
  await options.partnerLanes?.resume(partnerId);
  await pauseIfIdle(partnerId, options);
}

/** Lets a lane that waits for a disabled subscription send what is in it, when the last subscription ends. */
export async function resumeBeforeLastEnds(
  { id, partnerId, state }: Pick<Subscription, 'id' | 'partnerId' | 'state'>,
  { store, partnerLanes }: PartnerLaneOptions,
): Promise<void> {
  if (partnerLanes === undefined || state === 'active') return;
  const others = (await store.listSubscriptions({ partnerId })).filter((one) => one.id !== id);
  if (others.length === 0) await partnerLanes.resume(partnerId);
}

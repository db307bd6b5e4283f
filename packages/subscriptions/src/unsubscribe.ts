import { laneNeedOf, pauseIfIdle, resumeBeforeLastEnds } from './partner-lanes.ts';
import type { ServiceContext } from './service-context.ts';
import { discardWaiting } from './waiting-hooks.ts';

/**
 * Ends a subscription; `false` when there is none. Hooks that wait in the store are discarded, those in the lane are still
 * sent: at once when it was the last one of its partner, and else as the lane of the others runs.
 */
export async function unsubscribe(id: string, context: ServiceContext): Promise<boolean> {
  const { store, removeLaneWithLast, partnerLanes } = context;
  const subscription = await store.getSubscription(id);
  if (subscription === undefined) return false;
  const { partnerId } = subscription;
  // First: were this to end in between, nobody would know of a lane that stands still.
  await resumeBeforeLastEnds(subscription, context);
  await store.removeSubscription(id);
  await discardWaiting(id, context);
  await pauseIfIdle(partnerId, context);
  if (!removeLaneWithLast || partnerLanes?.remove === undefined) return true;
  if ((await laneNeedOf(partnerId, store)) !== 'none') return true;
  await partnerLanes.remove(partnerId);
  // Somebody may have subscribed meanwhile, and found a lane.
  if ((await laneNeedOf(partnerId, store)) !== 'none') await partnerLanes.provision(partnerId);
  return true;
}

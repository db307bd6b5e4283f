import { resumeFor, resumeIfIdle } from './partner-lanes.ts';
import type { ServiceContext } from './service-context.ts';
import type { Subscription } from './subscription.ts';
import { parseSubscribeInput, type SubscribeInput } from './subscription-input.ts';

/**
 * Subscribes a partner. The lane comes first, so that there is one wherever a subscription is stored: what ends between
 * the two leaves a lane that the next call finds.
 */
export async function subscribe(
  input: SubscribeInput,
  context: ServiceContext,
): Promise<Subscription> {
  const { store, clock, newHexId, eventTypes, publishOptions, partnerLanes } = context;
  const fields = parseSubscribeInput(input, { eventTypes, egress: publishOptions.egress });
  const { partnerId } = fields;
  if (partnerLanes !== undefined && (await store.listSubscriptions({ partnerId })).length === 0) {
    await partnerLanes.provision(partnerId);
  }
  await resumeIfIdle(partnerId, context);
  const now = clock.now();
  const subscription: Subscription = {
    ...fields,
    id: `sub_${newHexId()}`,
    state: 'active',
    createdAt: now,
    updatedAt: now,
    version: 1,
  };
  if (!(await store.putSubscription(subscription))) {
    throw new Error(`newHexId gave the id of a subscription that there is: ${subscription.id}`);
  }
  await resumeFor(subscription, context);
  return subscription;
}

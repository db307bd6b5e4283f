import { type Clock, HooklaneError, showReceived } from '@hooklane/core';
import type { Subscription } from './subscription.ts';
import type { SubscriptionStore } from './subscription-store.ts';

/** What a change works with. */
export interface ChangeOptions {
  readonly store: SubscriptionStore;
  readonly clock: Clock;
}

/** The fields of a subscription that a change makes anew. */
export type ChangedFields = Omit<
  Subscription,
  'id' | 'partnerId' | 'createdAt' | 'updatedAt' | 'version'
>;

const mostTries = 10;

/**
 * Changes a subscription as it is now; again if somebody else changed it in between. `change` gives `undefined` when there
 * is nothing to do.
 *
 * @throws HooklaneError `unknown_subscription`, `subscription_changed`
 */
export async function changeSubscription(
  id: string,
  change: (now: Subscription) => ChangedFields | undefined | Promise<ChangedFields | undefined>,
  { store, clock }: ChangeOptions,
): Promise<Subscription> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const now = await knownSubscription(id, store);
    const fields = await change(now);
    if (fields === undefined) return now;
    const changed = nextVersion(now, fields, clock.now());
    if (await store.putSubscription(changed)) return changed;
  }
  throw subscriptionChanged(id);
}

/** A subscription after a change. */
export function nextVersion(
  { id, partnerId, createdAt, version }: Subscription,
  fields: ChangedFields,
  now: number,
): Subscription {
  return { ...fields, id, partnerId, createdAt, updatedAt: now, version: version + 1 };
}

/**
 * Gives a subscription.
 *
 * @throws HooklaneError `unknown_subscription`
 */
export async function knownSubscription(
  id: string,
  store: SubscriptionStore,
): Promise<Subscription> {
  const found = await store.getSubscription(id);
  if (found !== undefined) return found;
  throw new HooklaneError('unknown_subscription', `There is no subscription ${showReceived(id)}`);
}

/** The error for changes of what somebody else changed in between. */
export function subscriptionChanged(id: string): HooklaneError<'subscription_changed'> {
  return new HooklaneError(
    'subscription_changed',
    `Subscription ${id} was changed by somebody else in between. Read it again, and make the change anew`,
  );
}

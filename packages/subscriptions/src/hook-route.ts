import type { StoredHook } from './stored-hook.ts';
import type { Subscription } from './subscription.ts';
import type { SubscriptionStore } from './subscription-store.ts';

/** Where a hook of a subscription is to go. */
export type HookRoute =
  | { readonly kind: 'send'; readonly url: string }
  /** It waits in the store. */
  | { readonly kind: 'hold' }
  /** Its subscription is no more. */
  | { readonly kind: 'unsubscribed' };

/** What {@link routeOf} looks at. */
export interface RouteOptions {
  /** All subscriptions of the partner. */
  readonly siblings: readonly Subscription[];
  /** Lanes are paused when no subscription of their partner is active. */
  readonly canPause: boolean;
}

/**
 * Says where the hooks of a subscription go. Those of a disabled one wait: in the lane, where the lane is paused, which
 * it is when no subscription of the partner is active; else in the store.
 */
export function routeOf(subscriptionId: string, { siblings, canPause }: RouteOptions): HookRoute {
  const subscription = siblings.find(({ id }) => id === subscriptionId);
  if (subscription === undefined) return { kind: 'unsubscribed' };
  const laneRuns = !canPause || siblings.some(({ state }) => state === 'active');
  return subscription.state === 'disabled' && laneRuns
    ? { kind: 'hold' }
    : { kind: 'send', url: subscription.url };
}

/** Finds the routes of hooks, and remembers what it read of their partners. Make one for each piece of work. */
export function createRouter(
  store: SubscriptionStore,
  { canPause }: Pick<RouteOptions, 'canPause'>,
): (hook: StoredHook) => Promise<HookRoute> {
  const known = new Map<string, Promise<readonly Subscription[]>>();
  return async ({ partnerId, subscriptionId }) => {
    const read = known.get(partnerId) ?? store.listSubscriptions({ partnerId });
    known.set(partnerId, read);
    return routeOf(subscriptionId, { siblings: await read, canPause });
  };
}

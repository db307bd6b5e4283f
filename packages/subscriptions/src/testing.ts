export { type RouteStoreCase, routeStoreContract } from './rollout/route-store-contract.ts';
export {
  buildAttemptResult,
  buildStoredEvent,
  buildStoredHook,
  buildSubscription,
} from './testing/builders.ts';
export {
  type MakeSubscriptionStore,
  subscriptionStoreContract,
} from './testing/subscription-store-contract.ts';

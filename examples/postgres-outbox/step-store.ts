import type { SubscriptionStore } from '@hooklane/subscriptions';
import type { OnStep } from './steps.ts';

/** A store that says where publishing stands, for whoever wants to kill it there. */
export function withSteps(store: SubscriptionStore, onStep: OnStep): SubscriptionStore {
  return {
    ...store,
    addEvent: async (event, hooks) => {
      const added = await store.addEvent(event, hooks);
      await onStep('event_stored');
      return added;
    },
    moveHooks: async (ids, move) => {
      await onStep('hooks_sent');
      return store.moveHooks(ids, move);
    },
  };
}

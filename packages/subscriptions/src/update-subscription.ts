import { changeSubscription, subscriptionChanged } from './change-subscription.ts';
import type { ServiceContext } from './service-context.ts';
import type { Subscription } from './subscription.ts';
import { parseChanges, type SubscriptionChanges } from './subscription-input.ts';

/** Changes what a partner gets, and where. */
export async function updateSubscription(
  id: string,
  changes: SubscriptionChanges,
  context: ServiceContext,
): Promise<Subscription> {
  const { store, eventTypes, publishOptions } = context;
  const read = parseChanges(changes, { eventTypes, egress: publishOptions.egress });
  let oldUrl: string | undefined;
  const changed = await changeSubscription(
    id,
    (now) => {
      if (read.version !== undefined && read.version !== now.version) throw subscriptionChanged(id);
      oldUrl = now.url;
      return withChanges(now, read);
    },
    context,
  );
  if (changed.url !== oldUrl) await store.resetHealth(id);
  return changed;
}

function withChanges(now: Subscription, changes: SubscriptionChanges): Subscription {
  const { url = now.url, types = now.types } = changes;
  const { filter = now.filter, description = now.description } = changes;
  const { filter: _filter, description: _description, ...rest } = now;
  return {
    ...rest,
    url,
    types,
    ...(filter !== undefined && filter !== null && { filter }),
    ...(description !== undefined && description !== null && { description }),
  };
}

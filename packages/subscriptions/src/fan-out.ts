import { matchesFilter } from './filter-match.ts';
import { hookIdOf } from './hook-identity.ts';
import { routeOf } from './hook-route.ts';
import type { StoredEvent } from './stored-event.ts';
import type { StoredHook } from './stored-hook.ts';
import type { Subscription } from './subscription.ts';
import { matchesType } from './type-pattern.ts';

/** What {@link fanOut} looks at, beside the event. */
export interface FanOutOptions {
  /** The data, as the body of the event has it. */
  readonly data: unknown;
  /** All subscriptions of the partners in question, disabled ones too. */
  readonly subscriptions: readonly Subscription[];
  readonly canPause: boolean;
}

/** Makes the hooks of an event: one for each subscription that wants it. */
export function fanOut(
  event: StoredEvent,
  { data, subscriptions, canPause }: FanOutOptions,
): readonly StoredHook[] {
  const byPartner = Map.groupBy(subscriptions, ({ partnerId }) => partnerId);
  return subscriptions
    .filter(({ types, filter }) => wants({ types, filter }, { type: event.type, data }))
    .map(({ id, partnerId, url }) => {
      const route = routeOf(id, { siblings: byPartner.get(partnerId) ?? [], canPause });
      return {
        id: hookIdOf(event, id),
        eventId: event.id,
        subscriptionId: id,
        partnerId,
        url,
        type: event.type,
        status: route.kind === 'hold' ? 'held' : 'pending',
        attempts: 0,
        createdAt: event.createdAt,
      };
    });
}

function wants(
  { types, filter }: Pick<Subscription, 'types' | 'filter'>,
  { type, data }: { readonly type: string; readonly data: unknown },
): boolean {
  return (
    types.some((pattern) => matchesType(pattern, type)) &&
    (filter === undefined || matchesFilter(filter, data))
  );
}

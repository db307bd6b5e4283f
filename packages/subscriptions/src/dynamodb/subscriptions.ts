import type { Subscription } from '../subscription.ts';
import type { SubscriptionStore } from '../subscription-store.ts';
import { keyItem, number, recordOf, text } from './item.ts';
import { listedSubscriptionKey, subscriptionKey, subscriptionList } from './keys.ts';
import type { Condition, DynamoTable } from './table.ts';
import { deleteWrite, isNew, putWrite, updateWrite } from './writes.ts';

type Methods = Pick<
  SubscriptionStore,
  'putSubscription' | 'getSubscription' | 'listSubscriptions' | 'removeSubscription'
>;

/** The methods of a store that work on subscriptions: two items each, so that lists are consistent, too. */
export function subscriptionMethods(table: DynamoTable): Methods {
  const getSubscription = async (id: string): Promise<Subscription | undefined> => {
    const item = await table.get(subscriptionKey(id));
    return item === undefined ? undefined : recordOf<Subscription>(item);
  };
  return {
    getSubscription,
    putSubscription: async (subscription) => {
      const { id, partnerId, version } = subscription;
      const record = text(JSON.stringify(subscription));
      const refused = await table.transact([
        // An update, because the item holds the health, too.
        updateWrite(table.name, {
          key: subscriptionKey(id),
          set: { record, version: number(version) },
          condition: hasVersionBefore(version),
        }),
        putWrite(table.name, { ...keyItem(listedSubscriptionKey(partnerId, id)), record }),
      ]);
      return refused.length === 0;
    },
    listSubscriptions: async ({ partnerId }) => {
      const found: Subscription[] = [];
      const items = table.query({
        ...(partnerId === undefined ? ofAll : ofPartner(partnerId)),
        ConsistentRead: true,
      });
      for await (const item of items) found.push(recordOf<Subscription>(item));
      return found;
    },
    removeSubscription: async (id) => {
      const subscription = await getSubscription(id);
      if (subscription === undefined) return;
      await table.transact([
        deleteWrite(table.name, subscriptionKey(id)),
        deleteWrite(table.name, listedSubscriptionKey(subscription.partnerId, id)),
      ]);
    },
  };
}

function hasVersionBefore(version: number): Condition {
  return version === 1
    ? isNew
    : { expression: '#version = :before', values: { ':before': number(version - 1) } };
}

const ofAll = {
  KeyConditionExpression: 'pk = :list',
  ExpressionAttributeValues: { ':list': text(subscriptionList) },
};

function ofPartner(partnerId: string) {
  return {
    KeyConditionExpression: 'pk = :list AND begins_with(sk, :partner)',
    ExpressionAttributeValues: {
      ':list': text(subscriptionList),
      ':partner': text(`${partnerId}#`),
    },
  };
}

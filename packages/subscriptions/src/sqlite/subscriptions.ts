import type { SubscriptionStore } from '../subscription-store.ts';
import type { Database } from './database.ts';
import { subscriptionOf } from './rows.ts';

type Methods = Pick<
  SubscriptionStore,
  'putSubscription' | 'getSubscription' | 'listSubscriptions' | 'removeSubscription'
>;

/** The methods of a store that work on subscriptions. */
export function subscriptionMethods({ connection, transact }: Database): Methods {
  const insert = connection.prepare(
    'INSERT INTO subscriptions (id, partner_id, version, record) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const update = connection.prepare(
    'UPDATE subscriptions SET version = ?, record = ? WHERE id = ? AND version = ?',
  );
  const get = connection.prepare('SELECT record FROM subscriptions WHERE id = ?');
  const list = connection.prepare('SELECT record FROM subscriptions ORDER BY partner_id, id');
  const listOfPartner = connection.prepare(
    'SELECT record FROM subscriptions WHERE partner_id = ? ORDER BY id',
  );
  const remove = connection.prepare('DELETE FROM subscriptions WHERE id = ?');
  const removeHealth = connection.prepare('DELETE FROM health WHERE subscription_id = ?');
  return {
    putSubscription: async (subscription) => {
      const { id, partnerId, version } = subscription;
      const record = JSON.stringify(subscription);
      const { changes } =
        version === 1
          ? insert.run(id, partnerId, version, record)
          : update.run(version, record, id, version - 1);
      return changes === 1;
    },
    getSubscription: async (id) => {
      const row = get.get(id);
      return row === undefined ? undefined : subscriptionOf(row);
    },
    listSubscriptions: async ({ partnerId }) => {
      const rows = partnerId === undefined ? list.all() : listOfPartner.all(partnerId);
      return rows.map(subscriptionOf);
    },
    removeSubscription: async (id) => {
      transact(() => {
        remove.run(id);
        removeHealth.run(id);
      });
    },
  };
}

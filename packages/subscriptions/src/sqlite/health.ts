import type { SubscriptionStore } from '../subscription-store.ts';
import type { Database } from './database.ts';
import { healthOf } from './rows.ts';

type Methods = Pick<SubscriptionStore, 'getHealth' | 'markWarned' | 'resetHealth' | 'listFailing'>;

/** The methods of a store that work on the health of endpoints. */
export function healthMethods({ connection }: Database): Methods {
  const get = connection.prepare('SELECT * FROM health WHERE subscription_id = ?');
  const warn = connection.prepare(
    `UPDATE health SET warned_at = ?
     WHERE subscription_id = ? AND failing_since IS NOT NULL AND warned_at IS NULL`,
  );
  const reset = connection.prepare(
    `UPDATE health SET failures = 0, failing_since = NULL, last_failure_at = NULL, warned_at = NULL
     WHERE subscription_id = ?`,
  );
  const listFailing = connection.prepare(
    'SELECT * FROM health WHERE failing_since < ? ORDER BY failing_since, subscription_id',
  );
  return {
    getHealth: async (subscriptionId) => {
      const row = get.get(subscriptionId);
      return row === undefined ? undefined : healthOf(row);
    },
    markWarned: async (subscriptionId, at) => warn.run(at, subscriptionId).changes === 1,
    resetHealth: async (subscriptionId) => {
      reset.run(subscriptionId);
    },
    listFailing: async ({ since }) => listFailing.all(since).map(healthOf),
  };
}

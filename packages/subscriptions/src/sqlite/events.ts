import type { StoredEvent } from '../stored-event.ts';
import type { StoredHook } from '../stored-hook.ts';
import type { SubscriptionStore } from '../subscription-store.ts';
import type { Database } from './database.ts';
import { eventOf, eventValues, hookOf, hookValues } from './rows.ts';

type Methods = Pick<SubscriptionStore, 'addEvent' | 'getEvent' | 'listHooksOfEvent'>;

/** The methods of a store that work on events. */
export function eventMethods({ connection, transact }: Database): Methods {
  const insert = connection.prepare(
    'INSERT INTO events (id, type, partner_id, idempotency_key, created_at, body) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const insertHook = connection.prepare(
    `INSERT INTO hooks (id, event_id, subscription_id, partner_id, url, type, created_at,
       pending_since, status, attempts, last_attempt_at, next_due_at, last_status, last_code)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const get = connection.prepare('SELECT * FROM events WHERE id = ?');
  const getByKey = connection.prepare('SELECT * FROM events WHERE idempotency_key = ?');
  const listHooks = connection.prepare('SELECT * FROM hooks WHERE event_id = ? ORDER BY id');
  const hooksOf = (eventId: string): readonly StoredHook[] => listHooks.all(eventId).map(hookOf);
  const find = ({ id, idempotencyKey }: StoredEvent): StoredEvent | undefined => {
    const row =
      get.get(id) ?? (idempotencyKey === undefined ? undefined : getByKey.get(idempotencyKey));
    return row === undefined ? undefined : eventOf(row);
  };
  return {
    addEvent: async (event, hooks) =>
      transact(() => {
        const known = find(event);
        if (known !== undefined) return { isNew: false, event: known, hooks: hooksOf(known.id) };
        insert.run(...eventValues(event));
        for (const hook of hooks) insertHook.run(...hookValues(hook));
        return { isNew: true, event, hooks };
      }),
    getEvent: async (id) => {
      const row = get.get(id);
      return row === undefined ? undefined : eventOf(row);
    },
    listHooksOfEvent: async (eventId) => hooksOf(eventId),
  };
}

import { setImmediate } from 'node:timers/promises';
import { failedStatuses } from '../stored-hook.ts';
import type { Purged, Retention, SubscriptionStore } from '../subscription-store.ts';
import type { Database } from './database.ts';

/** What is removed in one transaction: other processes wait meanwhile, and this one does nothing else. */
const mostAtOnce = 500;

/** The method of a store that removes what is old. */
export function purgeMethods(database: Database): Pick<SubscriptionStore, 'purge'> {
  const removeHooks = hookRemover(database);
  const { removeBodies, removeEvents } = eventRemovers(database);
  return {
    purge: async ({ bodiesBefore, eventsBefore }: Retention): Promise<Purged> => {
      let hooks = 0;
      let attempts = 0;
      for (const status of ['delivered', ...failedStatuses]) {
        await repeat(() => {
          const removed = removeHooks(status, eventsBefore);
          hooks += removed.hooks;
          attempts += removed.attempts;
          return removed.hooks;
        });
      }
      const bodies = await repeat(() => removeBodies(bodiesBefore));
      const events = await repeat(() => removeEvents(eventsBefore));
      return { bodies, events, hooks, attempts };
    },
  };
}

function hookRemover({ connection, transact }: Database) {
  const find = connection.prepare(
    'SELECT id FROM hooks INDEXED BY hooks_by_status WHERE status = ? AND created_at < ? LIMIT ?',
  );
  const remove = connection.prepare('DELETE FROM hooks WHERE id = ?');
  const removeAttempts = connection.prepare('DELETE FROM attempts WHERE hook_id = ?');
  return (status: string, before: number): Pick<Purged, 'hooks' | 'attempts'> =>
    transact(() => {
      const ids = find.all(status, before, mostAtOnce).map(({ id }) => String(id));
      let attempts = 0;
      for (const id of ids) {
        attempts += Number(removeAttempts.run(id).changes);
        remove.run(id);
      }
      return { hooks: ids.length, attempts };
    });
}

function eventRemovers({ connection }: Database) {
  const removeBodies = connection.prepare(
    `UPDATE events SET body = NULL WHERE id IN (
       SELECT id FROM events AS old WHERE body IS NOT NULL AND created_at < ? AND NOT EXISTS (
         SELECT 1 FROM hooks WHERE event_id = old.id AND status IN ('pending', 'held')) LIMIT ?)`,
  );
  const removeEvents = connection.prepare(
    `DELETE FROM events WHERE id IN (
       SELECT id FROM events AS old WHERE created_at < ? AND NOT EXISTS (
         SELECT 1 FROM hooks WHERE event_id = old.id) LIMIT ?)`,
  );
  return {
    removeBodies: (before: number): number => Number(removeBodies.run(before, mostAtOnce).changes),
    removeEvents: (before: number): number => Number(removeEvents.run(before, mostAtOnce).changes),
  };
}

/** Goes on until a step finds less than it may remove, and lets others run in between. */
async function repeat(step: () => number): Promise<number> {
  let sum = 0;
  for (;;) {
    const removed = step();
    sum += removed;
    if (removed < mostAtOnce) return sum;
    await setImmediate();
  }
}

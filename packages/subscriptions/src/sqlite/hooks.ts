import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { HookStatus } from '../stored-hook.ts';
import { type HookRange, pageOf, parseHookQuery } from '../stores/hook-range.ts';
import { type HookPosition, newestFirst } from '../stores/page-cursor.ts';
import type { SubscriptionStore } from '../subscription-store.ts';
import type { Database } from './database.ts';
import { hookOf, type Row } from './rows.ts';

type Methods = Pick<SubscriptionStore, 'getHook' | 'moveHooks' | 'listHooks'>;

/** The methods of a store that work on hooks. */
export function hookMethods({ connection, transact }: Database): Methods {
  const get = connection.prepare('SELECT * FROM hooks WHERE id = ?');
  const move = connection.prepare(
    `UPDATE hooks SET status = ?, pending_since = coalesce(?, pending_since)
     WHERE id = ? AND status IN (SELECT value FROM json_each(?))`,
  );
  const list = lister(connection);
  return {
    getHook: async (id) => {
      const row = get.get(id);
      return row === undefined ? undefined : hookOf(row);
    },
    moveHooks: async (ids, { from, to, at }) => {
      const statuses = JSON.stringify(from);
      const since = to === 'pending' ? (at ?? null) : null;
      return transact(() =>
        [...new Set(ids)].filter((id) => move.run(to, since, id, statuses).changes === 1),
      );
    },
    listHooks: async (query) => {
      const range = parseHookQuery(query);
      // Each status is one walk along an index: few hooks of one among many of another are found at once.
      const found = range.statuses
        .flatMap((status) => list(range, status))
        .toSorted(newestRowFirst);
      return pageOf(found.slice(0, range.limit + 1).map(hookOf), range);
    },
  };
}

/** Lists hooks of one status, newest first. */
function lister(
  connection: DatabaseSync,
): (range: HookRange, status: HookStatus) => readonly Row[] {
  const select = (index: string, scope: string): StatementSync =>
    connection.prepare(
      `SELECT * FROM hooks INDEXED BY ${index}
       WHERE ${scope} AND status = ? AND created_at >= ? AND (created_at, id) < (?, ?)
       ORDER BY created_at DESC, id DESC LIMIT ?`,
    );
  const ofAll = select('hooks_by_status', 'TRUE');
  const ofPartner = select('hooks_by_partner', 'partner_id = ?');
  const ofSubscription = select('hooks_by_subscription', 'subscription_id = ?');
  const ofBoth = select('hooks_by_subscription', 'subscription_id = ? AND partner_id = ?');
  return ({ partnerId, subscriptionId, since, before, limit }, status) => {
    const rest = [status, since, before.createdAt, before.id, limit + 1] as const;
    if (subscriptionId === undefined) {
      return partnerId === undefined ? ofAll.all(...rest) : ofPartner.all(partnerId, ...rest);
    }
    return partnerId === undefined
      ? ofSubscription.all(subscriptionId, ...rest)
      : ofBoth.all(subscriptionId, partnerId, ...rest);
  };
}

function newestRowFirst(one: Row, other: Row): number {
  return newestFirst(positionOf(one), positionOf(other));
}

function positionOf({ created_at, id }: Row): HookPosition {
  return { createdAt: Number(created_at), id: String(id) };
}

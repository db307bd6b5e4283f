import type { Delivery } from './partner-server.ts';

/** What became of the orders. */
export interface Account {
  /** Orders in the database. */
  readonly committed: number;
  /** Of those, orders that the partner was told of. */
  readonly delivered: number;
  /** Deliveries beyond the first of a hook: the same `webhook-id`. */
  readonly repeated: number;
  /** Orders in the database of which the partner was not told. */
  readonly lost: readonly string[];
  /** Orders that are not in the database, and of which the partner was told. */
  readonly invented: readonly string[];
  /** Orders of which the partner was told with two different `webhook-id`s. */
  readonly twoIds: readonly string[];
}

/** Holds what is in the database against what the partner got, order by order. */
export function accountFor(
  committedIds: readonly string[],
  deliveries: readonly Delivery[],
): Account {
  const committed = new Set(committedIds);
  const hookIds = new Map<string, Set<string>>();
  for (const { orderId, hookId } of deliveries) {
    const known = hookIds.get(orderId) ?? new Set();
    hookIds.set(orderId, known.add(hookId));
  }
  const told = [...hookIds.keys()];
  const hooks = new Set(deliveries.map(({ hookId }) => hookId));
  return {
    committed: committed.size,
    delivered: told.filter((orderId) => committed.has(orderId)).length,
    repeated: deliveries.length - hooks.size,
    lost: committedIds.filter((orderId) => !hookIds.has(orderId)),
    invented: told.filter((orderId) => !committed.has(orderId)),
    twoIds: told.filter((orderId) => (hookIds.get(orderId)?.size ?? 0) > 1),
  };
}

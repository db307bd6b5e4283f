import type { PlacedOrder } from './process-webhook.ts';

/** What the partner does with orders; in memory, in place of a database. */
export interface Warehouse {
  take(order: PlacedOrder): Promise<void>;
  /** In the order in which they were taken. */
  readonly orderIds: readonly string[];
}

/** Opens an empty warehouse. */
export function createWarehouse(): Warehouse {
  const orderIds: string[] = [];
  return {
    take: async ({ orderId }) => {
      orderIds.push(orderId);
    },
    orderIds,
  };
}

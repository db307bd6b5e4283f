import type { Database } from './database.ts';
import { addEvent } from './outbox.ts';
import type { OnStep } from './steps.ts';

/** What a customer orders. */
export interface Order {
  readonly id: string;
  readonly item: string;
  readonly amountCents: number;
  /** The shop changes its mind after it has written order and event. */
  readonly isRolledBack: boolean;
}

/** Writes an order and its event in one transaction: both are there, or none. */
export async function placeOrder(
  { id, item, amountCents, isRolledBack }: Order,
  { database, onStep }: { readonly database: Database; readonly onStep: OnStep },
): Promise<'committed' | 'rolled_back'> {
  try {
    await database.transaction(async (query) => {
      await query(
        'insert into outbox_example.orders (id, item, amount_cents) values ($1, $2, $3)',
        [id, item, amountCents],
      );
      const data = { orderId: id, item, amountCents };
      await addEvent(query, { type: 'order.placed', partnerId: null, data });
      await onStep('order_written');
      if (isRolledBack) throw outOfStock;
    });
    return 'committed';
  } catch (error) {
    if (error === outOfStock) return 'rolled_back';
    throw error;
  }
}

const outOfStock = new Error('out of stock');

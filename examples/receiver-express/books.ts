import type { PaidInvoice, VoidedInvoice } from './webhooks.ts';

/** The books of the partner, in memory. */
export interface Books {
  pay(invoice: PaidInvoice): Promise<void>;
  void(invoice: VoidedInvoice): Promise<void>;
  /** Paid and not void, in cents. */
  readonly totalCents: number;
  /** Entries that were made. */
  readonly entries: number;
}

/** Opens empty books. */
export function createBooks(): Books {
  const centsById = new Map<string, number>();
  let entries = 0;
  return {
    pay: async ({ invoiceId, cents }) => {
      entries += 1;
      centsById.set(invoiceId, cents);
    },
    void: async ({ invoiceId }) => {
      entries += 1;
      centsById.delete(invoiceId);
    },
    get totalCents() {
      return [...centsById.values()].reduce((sum, cents) => sum + cents, 0);
    },
    get entries() {
      return entries;
    },
  };
}

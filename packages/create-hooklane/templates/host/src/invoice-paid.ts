import type { PublishedEvent, Subscriptions } from '@hooklane/subscriptions';

/** What partners are told of an invoice. */
export interface Invoice {
  readonly invoiceId: string;
  readonly amountCents: number;
}

/**
 * Tells all partners that subscribe to it that an invoice was paid. Call it again after any error: for one invoice there
 * is one event.
 */
export function publishInvoicePaid(
  invoice: Invoice,
  subscriptions: Pick<Subscriptions, 'publishEvent'>,
): Promise<PublishedEvent> {
  return subscriptions.publishEvent({
    type: 'invoice.paid',
    data: invoice,
    idempotencyKey: `invoice-paid-${invoice.invoiceId}`,
  });
}

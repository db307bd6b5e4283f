import {
  createMemoryReplayGuard,
  createReceiver,
  type Receiver,
  type ReceiverOptions,
  type ReplayGuard,
} from '@hooklane/receiver';
import { z } from 'zod';

const invoice = z.object({ invoiceId: z.string(), amountCents: z.int() });

/** An invoice, as the sender tells of it. */
export type Invoice = z.infer<typeof invoice>;

export interface InvoiceReceiverOptions {
  /** What the sender gave you: `whsec_…`; two during a rotation. */
  readonly secrets: ReceiverOptions['secrets'];
  /** Your code. The sender gets its answer when it is done, and tries again when it throws. */
  readonly onInvoicePaid: (invoice: Invoice, hookId: string) => Promise<void> | void;
  /**
   * Remembers which webhooks were processed. With more than one process take one in Redis or DynamoDB.
   * @default one in memory
   */
  readonly replayGuard?: ReplayGuard;
}

/** Takes webhooks: proves who sent each, checks what is in it, and processes it once. */
export function createInvoiceReceiver({
  secrets,
  onInvoicePaid,
  replayGuard = createMemoryReplayGuard(),
}: InvoiceReceiverOptions): Receiver {
  return createReceiver({
    secrets,
    replayGuard,
    events: {
      'invoice.paid': { data: invoice, handle: ({ id, data }) => onInvoicePaid(data, id) },
    },
  });
}

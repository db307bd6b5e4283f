import {
  createMemoryReplayGuard,
  createReceiver,
  isHooklaneError,
  type Receiver,
} from '@hooklane/receiver';
import { z } from 'zod';

const paidInvoice = z.object({ invoiceId: z.string(), cents: z.int() });
const voidedInvoice = z.object({ invoiceId: z.string() });

/** An invoice that was paid. */
export type PaidInvoice = z.infer<typeof paidInvoice>;
/** An invoice that is void. */
export type VoidedInvoice = z.infer<typeof voidedInvoice>;

/** What is done with webhooks. What throws is answered with 500, and the sender tries again. */
export interface WebhooksOptions {
  readonly secrets: readonly string[];
  readonly onInvoicePaid: (invoice: PaidInvoice) => Promise<void>;
  readonly onInvoiceVoided: (invoice: VoidedInvoice) => Promise<void>;
  /** Told why a request was refused: `signature_mismatch`. */
  readonly onRefused: (code: string) => void;
}

/** Verifies webhooks, drops those that were processed before, checks their data and hands them on. */
export function createWebhooks({
  secrets,
  onInvoicePaid,
  onInvoiceVoided,
  onRefused,
}: WebhooksOptions): Receiver {
  return createReceiver({
    secrets,
    // Remembers in this process. With several, or over a restart: createRedisReplayGuard, createDynamoDbReplayGuard.
    replayGuard: createMemoryReplayGuard(),
    events: {
      'invoice.paid': { data: paidInvoice, handle: ({ data }) => onInvoicePaid(data) },
      'invoice.voided': { data: voidedInvoice, handle: ({ data }) => onInvoiceVoided(data) },
    },
    // The code alone: a request that was refused may hold anything.
    onRefused: (error) => onRefused(isHooklaneError(error) ? error.code : 'unknown'),
  });
}

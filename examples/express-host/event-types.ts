import { z } from 'zod';

/** What partners can subscribe to. Others are refused, and so is data that does not fit. */
export const eventTypes = {
  'invoice.created': {
    description: 'An invoice was made out to you',
    schema: z.object({ invoiceId: z.string(), cents: z.int() }),
  },
} as const;

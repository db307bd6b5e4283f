import { randomUUID } from 'node:crypto';
import type { HookInput } from '@hooklane/core';

/** Invoices as JSON, with names and numbers as bodies have them, of about so many KB. */
function makeBody(kilobytes: number): string {
  const item = {
    sku: 'book-0815',
    title: 'Größe "M"',
    quantity: 2,
    price: { amount: 1995, currency: 'EUR' },
  };
  const items = Math.ceil((kilobytes * 1_024) / JSON.stringify(item).length);
  return JSON.stringify({ type: 'invoice.paid', items: Array.from({ length: items }, () => item) });
}

/** Hooks for one partner, with ids of their own. */
export function makeHooks(count: number, kilobytes: number): readonly HookInput[] {
  const body = makeBody(kilobytes);
  return Array.from({ length: count }, () => ({
    id: `msg_${randomUUID().replaceAll('-', '')}`,
    partnerId: 'acme',
    url: 'https://acme.example/hooks',
    type: 'invoice.paid',
    body,
  }));
}

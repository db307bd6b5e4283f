import type { PublishedEvent } from '@hooklane/subscriptions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Demo, startDemo } from '../src/demo.ts';
import { publishInvoicePaid } from '../src/invoice-paid.ts';

describe('an invoice that was paid', () => {
  const invoice = { invoiceId: 'inv_7', amountCents: 4200 };
  let demo: Demo;
  let published: PublishedEvent;

  beforeAll(async () => {
    demo = await startDemo();
    published = await publishInvoicePaid(invoice, demo.subscriptions);
  });

  afterAll(() => demo.stop());

  it('reaches the partner, which verifies it', async () => {
    const id = published.hooks[0]?.hookId;
    const received = await demo.partner.firstHook;
    expect(received).toMatchObject({ id, type: 'invoice.paid', data: invoice });
  });

  it('is one event, however often it is published', async () => {
    const again = await publishInvoicePaid(invoice, demo.subscriptions);
    expect(again).toMatchObject({ eventId: published.eventId, isNew: false });
  });

  it('is refused by the partner when nobody signed it', async () => {
    const body = JSON.stringify({ type: 'invoice.paid', data: invoice });
    const { status } = await fetch(demo.partner.url, { method: 'POST', body });
    expect(status).toBe(400);
  });
});

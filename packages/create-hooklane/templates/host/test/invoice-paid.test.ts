import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Demo, startDemo } from '../src/demo.ts';
import { publishInvoicePaid } from '../src/invoice-paid.ts';

describe('an invoice that was paid', () => {
  const invoice = { invoiceId: 'inv_7', amountCents: 4200 };
  let demo: Demo;

  beforeAll(async () => {
    demo = await startDemo();
  });

  afterAll(() => demo.stop());

  it('reaches the partner, which verifies it', async () => {
    const { hooks } = await publishInvoicePaid(invoice, demo.subscriptions);
    const received = await demo.partner.firstHook;
    expect(received).toMatchObject({ id: hooks[0]?.hookId, type: 'invoice.paid', data: invoice });
  });

  it('is one event, however often it is published', async () => {
    const { isNew, hooks } = await publishInvoicePaid(invoice, demo.subscriptions);
    expect(isNew).toBe(false);
    expect(hooks).toMatchObject([{ partnerId: 'acme', kind: 'known' }]);
  });

  it('is refused by the partner when somebody else sends it', async () => {
    const body = JSON.stringify({ type: 'invoice.paid', data: invoice });
    const { status } = await fetch(demo.partner.url, { method: 'POST', body });
    expect(status).toBe(400);
  });
});

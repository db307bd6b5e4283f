import { signedRequest } from '@hooklane/receiver/testing';
import { generateSecret } from '@hooklane/signature';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createInvoiceReceiver, type Invoice } from '../src/receiver.ts';
import type { RunningServer } from '../src/running-server.ts';
import { startServer } from '../src/server.ts';

const secret = generateSecret();
const data = { invoiceId: 'inv_7', amountCents: 4200 };

describe('a webhook', () => {
  let paid: Invoice[];
  let server: RunningServer;

  beforeEach(async () => {
    paid = [];
    const onInvoicePaid = (invoice: Invoice): void => {
      paid.push(invoice);
    };
    const receiver = createInvoiceReceiver({ secrets: secret, onInvoicePaid });
    server = await startServer(receiver, { port: 0 });
  });

  afterEach(() => server.close());

  it('that is signed is processed', async () => {
    const { ok } = await fetch(
      server.url,
      signedRequest({ type: 'invoice.paid', data }, { secret }),
    );
    expect(ok).toBe(true);
    expect(paid).toEqual([data]);
  });

  it('that comes again is processed once', async () => {
    const request = signedRequest({ type: 'invoice.paid', data }, { secret });
    await fetch(server.url, request);
    const { ok } = await fetch(server.url, request);
    expect(ok).toBe(true);
    expect(paid).toEqual([data]);
  });

  it('that somebody else signed is refused', async () => {
    const forged = signedRequest({ type: 'invoice.paid', data }, { secret: generateSecret() });
    const { status } = await fetch(server.url, forged);
    expect(status).toBe(401);
    expect(paid).toEqual([]);
  });

  it('that is not as it was agreed is refused', async () => {
    const request = signedRequest({ type: 'invoice.paid', data: { invoiceId: 7 } }, { secret });
    const { status } = await fetch(server.url, request);
    expect(status).toBe(422);
    expect(paid).toEqual([]);
  });
});

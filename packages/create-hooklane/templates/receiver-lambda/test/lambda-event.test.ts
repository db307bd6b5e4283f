import { lambdaHandler } from '@hooklane/receiver/lambda';
import { signedRequest } from '@hooklane/receiver/testing';
import { generateSecret } from '@hooklane/signature';
import { expect, it } from 'vitest';
import { createInvoiceReceiver, type Invoice } from '../src/receiver.ts';

it('takes a webhook from the event of a function URL', async () => {
  const secret = generateSecret();
  const paid: Invoice[] = [];
  const onInvoicePaid = (invoice: Invoice): void => {
    paid.push(invoice);
  };
  const handler = lambdaHandler(createInvoiceReceiver({ secrets: secret, onInvoicePaid }));
  const data = { invoiceId: 'inv_7', amountCents: 4200 };
  const { headers, body } = signedRequest({ type: 'invoice.paid', data }, { secret });

  const { statusCode } = await handler({
    rawPath: '/',
    requestContext: { http: { method: 'POST' } },
    headers,
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
  });

  expect(statusCode).toBeLessThan(300);
  expect(paid).toEqual([data]);
});

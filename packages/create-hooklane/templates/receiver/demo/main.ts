// Sends the receiver a webhook, as Hooklane does it, all on this machine.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocal } from '@hooklane/local';
import { createInvoiceReceiver, type Invoice } from '../src/receiver.ts';
import { startServer } from '../src/server.ts';

const limit = setTimeout(() => {
  console.error('No webhook was verified within 30 seconds');
  process.exit(1);
}, 30_000);

const dataDir = await mkdtemp(join(tmpdir(), 'hooklane-'));
const sender = await startLocal({ dataDir });
const { secret } = await sender.addPartner('you');
const { promise: paid, resolve: onInvoicePaid } = Promise.withResolvers<Invoice>();
const receiver = createInvoiceReceiver({ secrets: secret, onInvoicePaid });
const server = await startServer(receiver, { port: 0 });

await sender.subscriptions.subscribe({ partnerId: 'you', url: server.url, types: ['*'] });
const data = { invoiceId: 'inv_1', amountCents: 1200 };
await sender.subscriptions.publishEvent({ type: 'invoice.paid', data });
console.log('verified and processed:', await paid);

await sender.stop();
await server.close();
await rm(dataDir, { recursive: true });
clearTimeout(limit);

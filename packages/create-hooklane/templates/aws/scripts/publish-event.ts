// Subscribes acme with the given URL, unless it has a subscription, and publishes an event.
import { randomUUID } from 'node:crypto';
import { publishInvoicePaid } from '../src/invoice-paid.ts';
import { openSubscriptions } from '../src/open-subscriptions.ts';

const url = process.argv[2];
if (url === undefined) {
  console.error('Say where acme takes webhooks: {{run}} publish-event https://acme.example/hooks');
  process.exit(2);
}
const subscriptions = openSubscriptions();
const [known] = await subscriptions.list({ partnerId: 'acme' });
if (known === undefined) {
  await subscriptions.subscribe({ partnerId: 'acme', url, types: ['invoice.*'] });
}
const invoice = { invoiceId: randomUUID(), amountCents: 1200 };
const { hooks } = await publishInvoicePaid(invoice, subscriptions);
for (const { hookId, partnerId, kind } of hooks) console.log(hookId, partnerId, kind);

// Publishes an event on this machine, and shows the webhook that the partner verified.
import { startDemo } from './demo.ts';
import { publishInvoicePaid } from './invoice-paid.ts';

const limit = setTimeout(() => {
  console.error('No webhook was verified within 30 seconds');
  process.exit(1);
}, 30_000);

const { subscriptions, partner, stop } = await startDemo();
await publishInvoicePaid({ invoiceId: 'inv_1', amountCents: 1200 }, subscriptions);
const hook = await partner.firstHook;
console.log(`acme verified ${hook.id}: ${hook.body.toString()}`);
await stop();
clearTimeout(limit);

// Serves webhooks on PORT, or 3000, of HOST, or this machine alone, until it is told to end.
import { createInvoiceReceiver } from './receiver.ts';
import { startServer } from './server.ts';

const secrets = process.env['WEBHOOK_SECRET'];
if (secrets === undefined || secrets === '') {
  console.error('WEBHOOK_SECRET is missing. Copy .env.example to .env, and put your secret there');
  process.exit(1);
}
const receiver = createInvoiceReceiver({
  secrets,
  onInvoicePaid: (invoice) => console.log('paid', invoice.invoiceId, invoice.amountCents),
});
const { PORT: port = '3000', HOST: host = '127.0.0.1' } = process.env;
const server = await startServer(receiver, { port: Number(port), host });
console.log(`Webhooks are taken at ${server.url}`);
// More than once: `{{run}} start` hands on a Ctrl-C that comes from the terminal, too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.close());

import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import type { Books } from './books.ts';
import type { Config } from './config.ts';
import { createWebhooks } from './webhooks.ts';

/** The server while it runs. */
export interface Server extends AsyncDisposable {
  readonly url: string;
  /** Takes no more requests, and ends those under way. */
  stop(): Promise<void>;
}

const requestGraceMs = 10_000;

/** Starts the server; `log` gets a line for each request that was refused. */
export async function startServer(
  { host, port, secrets }: Config,
  { books, log }: { readonly books: Books; readonly log: (line: string) => void },
): Promise<Server> {
  const webhooks = createWebhooks({
    secrets,
    onInvoicePaid: books.pay,
    onInvoiceVoided: books.void,
    onRefused: (code) => log(`refused a request: ${code}`),
  });
  const server = createServer(createApp(webhooks)).listen(port, host);
  await once(server, 'listening');
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= closeServer(server);
    return stopped;
  };
  const { port: bound } = server.address() as AddressInfo;
  return { url: `http://${host}:${bound}`, stop, [Symbol.asyncDispose]: stop };
}

/** Whoever is slower than the grace is cut off, and comes again. */
async function closeServer(server: HttpServer): Promise<void> {
  const cutOff = setTimeout(() => server.closeAllConnections(), requestGraceMs);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearTimeout(cutOff);
}

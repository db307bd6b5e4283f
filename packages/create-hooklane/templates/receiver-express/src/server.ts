import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Receiver } from '@hooklane/receiver';
import { expressHandler } from '@hooklane/receiver/express';
import express, { type Express } from 'express';
import type { RunningServer, ServerOptions } from './running-server.ts';

/** The routes. Webhooks come before any parser of bodies. */
export function createApp(receiver: Receiver): Express {
  const app = express();
  app.post('/webhooks', expressHandler(receiver));
  app.use(express.json());
  return app;
}

/** Serves webhooks. */
export async function startServer(
  receiver: Receiver,
  { port, host = '127.0.0.1' }: ServerOptions,
): Promise<RunningServer> {
  const server = createApp(receiver).listen(port, host);
  await once(server, 'listening');
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/webhooks`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

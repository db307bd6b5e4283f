import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import type { Receiver } from '@hooklane/receiver';
import { fetchHandler } from '@hooklane/receiver/fetch';
import { Hono } from 'hono';
import type { RunningServer, ServerOptions } from './running-server.ts';

/** The routes, for whatever Hono runs on. */
export function createApp(receiver: Receiver): Hono {
  const receive = fetchHandler(receiver);
  return new Hono().post('/webhooks', (context) => receive(context.req.raw));
}

/** Serves webhooks on Node. */
export async function startServer(
  receiver: Receiver,
  { port, host = '127.0.0.1' }: ServerOptions,
): Promise<RunningServer> {
  const { fetch } = createApp(receiver);
  const server = await new Promise<ServerType>((resolve) => {
    const starting = serve({ fetch, port, hostname: host }, () => resolve(starting));
  });
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/webhooks`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

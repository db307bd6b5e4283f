import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Receiver } from '@hooklane/receiver';
import { nodeHandler } from '@hooklane/receiver/node';
import type { RunningServer, ServerOptions } from './running-server.ts';

/** Serves webhooks on this machine, in place of Lambda. */
export async function startServer(
  receiver: Receiver,
  { port, host = '127.0.0.1' }: ServerOptions,
): Promise<RunningServer> {
  const server = createServer(nodeHandler(receiver)).listen(port, host);
  await once(server, 'listening');
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/webhooks`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createReceiver, type ReceivedHook } from '@hooklane/receiver';
import { nodeHandler } from '@hooklane/receiver/node';

/** The server of a partner, on this machine. */
export interface DemoPartner {
  /** Where it takes webhooks. */
  readonly url: string;
  /** The first webhook that it verified. */
  readonly firstHook: Promise<ReceivedHook>;
  close(): void;
}

/** Starts a partner's server, which verifies with `secret` what it is sent. */
export async function startDemoPartner(secret: string): Promise<DemoPartner> {
  const { promise: firstHook, resolve } = Promise.withResolvers<ReceivedHook>();
  const receiver = createReceiver({ secrets: secret, onHook: resolve });
  const server = createServer(nodeHandler(receiver));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    firstHook,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

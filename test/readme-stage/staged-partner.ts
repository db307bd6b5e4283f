import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { verifySignature } from '../../packages/receiver/src/index.ts';

/** A partner's server, to which a sample sends. */
export interface StagedPartner extends AsyncDisposable {
  readonly port: number;
  /** The first request that comes: its headers and its raw body. */
  readonly received: Promise<ReceivedRequest>;
}

interface ReceivedRequest {
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

/** Starts a partner's server, which answers 200. */
export async function stagePartner(): Promise<StagedPartner> {
  const { promise, resolve } = Promise.withResolvers<ReceivedRequest>();
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      resolve({ headers: request.headers, body });
      response.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    received: promise,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The JSON of a request, whose signature must be of this secret. */
export function verifiedJson(request: ReceivedRequest, secrets: string): unknown {
  return JSON.parse(verifySignature(request, { secrets }).body.toString());
}

/** A port that nothing listens on now. */
export async function freePort(): Promise<number> {
  await using partner = await stagePartner();
  return partner.port;
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { isHooklaneError } from '@hooklane/core';
import { verifySignature } from '@hooklane/receiver';

/** The server of a partner, which verifies what it gets. */
export interface PartnerServer extends AsyncDisposable {
  readonly url: string;
  /** In the order in which they came, repetitions included. */
  readonly deliveries: readonly Delivery[];
  /** Requests whose signature did not verify. */
  readonly unverified: number;
}

/** A webhook that was verified. */
export interface Delivery {
  /** Its `webhook-id`. */
  readonly hookId: string;
  readonly orderId: string;
}

/** Starts the server. The secret is asked for at each request. */
export async function startPartnerServer(secret: () => string): Promise<PartnerServer> {
  const deliveries: Delivery[] = [];
  let unverified = 0;
  const receive = (headers: NodeJS.Dict<string | string[]>, body: Buffer): number => {
    try {
      const { id } = verifySignature({ headers, body }, { secrets: secret() });
      const { data } = JSON.parse(body.toString()) as { readonly data: { orderId: string } };
      deliveries.push({ hookId: id, orderId: data.orderId });
      return 204;
    } catch (error) {
      if (!isHooklaneError(error)) throw error;
      unverified += 1;
      return 401;
    }
  };
  const server = createServer(async (request, response) => {
    response.writeHead(receive(request.headers, await buffer(request))).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    deliveries,
    get unverified() {
      return unverified;
    },
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { isHooklaneError } from '@hooklane/core';
import { verifySignature } from '@hooklane/receiver';

/** The server of a partner, which verifies what it gets. */
export interface PartnerServer extends AsyncDisposable {
  readonly url: string;
  /** The first webhook that verifies. */
  readonly first: Promise<{ readonly id: string; readonly body: string }>;
}

/** Starts it. The secret is asked for at each request. */
export async function startPartnerServer(secret: () => string): Promise<PartnerServer> {
  const { promise: first, resolve: verified } =
    Promise.withResolvers<Awaited<PartnerServer['first']>>();
  const server = createServer(async (request, response) => {
    const { headers } = request;
    const body = await buffer(request);
    try {
      const { id } = verifySignature({ headers, body }, { secrets: secret() });
      response.writeHead(204).end();
      verified({ id, body: body.toString() });
    } catch (error) {
      response.writeHead(isHooklaneError(error) ? 401 : 500).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    first,
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { verifySignature } from '@hooklane/receiver';

/** A partner's server: verifies what it gets, and remembers the ids. */
export interface PartnerServer extends AsyncDisposable {
  readonly url: string;
  /** Ids of the hooks received, in order, duplicates included. */
  readonly received: readonly string[];
  /** Resolves once `count` different hooks have come. */
  hasReceived(count: number): Promise<void>;
}

/** What the server verifies with, and how it answers: 200 unless told otherwise. */
export interface PartnerServerOptions {
  /** Asked at each request: the secret may be known only later. */
  readonly secret: () => string;
  readonly status?: (attempt: number) => number;
}

export async function startPartnerServer({
  secret,
  status = () => 200,
}: PartnerServerOptions): Promise<PartnerServer> {
  const received: string[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let attempts = 0;
  const server = createServer(async (request, response) => {
    attempts += 1;
    const code = status(attempts);
    const body = await buffer(request);
    if (code === 200) {
      received.push(verifySignature({ headers: request.headers, body }, { secrets: secret() }).id);
    }
    response.writeHead(code).end();
    const different = new Set(received).size;
    for (const { count, resolve } of waiting) if (different >= count) resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    hasReceived: (count) =>
      new Set(received).size >= count
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ count, resolve })),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request, read to its end. */
export interface LoopbackRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What is answered to a {@link LoopbackRequest}. */
export interface LoopbackAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A server on a free port of the loopback interface. */
export interface LoopbackServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
}

/** Starts a server whose answers need nothing but the request. */
export async function startLoopbackServer(
  answer: (request: LoopbackRequest) => LoopbackAnswer,
): Promise<LoopbackServer> {
  const server = createServer((incoming, outgoing) => {
    buffer(incoming)
      .then((body) => {
        const {
          status,
          headers = {},
          body: text = '',
        } = answer({ headers: incoming.headers, body });
        outgoing.writeHead(status, headers).end(text);
      })
      .catch((error: unknown) => outgoing.destroy(error as Error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

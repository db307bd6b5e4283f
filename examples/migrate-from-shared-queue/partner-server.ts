import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { isHooklaneError, verifySignature } from '@hooklane/receiver';
import type { RoutePath } from '@hooklane/subscriptions/rollout';
import { slowPartner } from './cast.ts';
import { oldSignature, oldSignatureHeader } from './shared-queue.ts';

/** A webhook that a partner took. */
export interface Receipt {
  readonly hookId: string;
  readonly partnerId: string;
  readonly path: RoutePath;
  /** Milliseconds from its publishing. */
  readonly delayMs: number;
}

/** The servers of all partners, which count what they get. */
export interface PartnerServer extends AsyncDisposable {
  urlOf(partnerId: string): string;
  /** In the order in which they came, repetitions included. */
  readonly receipts: readonly Receipt[];
  /** Requests whose signature did not verify. */
  readonly unverified: number;
}

/** What is POSTed in the demo. */
export interface HookBody {
  readonly id: string;
  readonly publishedAt: number;
}

/** Starts the servers. The slow partner takes `slowMs` for each request. */
export async function startPartnerServer({
  secretOf,
  slowMs,
}: {
  readonly secretOf: (partnerId: string) => string;
  readonly slowMs: number;
}): Promise<PartnerServer> {
  const receipts: Receipt[] = [];
  let unverified = 0;
  const server = createServer(async (request, response) => {
    const receivedAt = Date.now();
    const partnerId = request.url?.slice(1) ?? '';
    const body = await buffer(request);
    const path = verifiedPath({ headers: request.headers, body }, secretOf(partnerId));
    if (path === undefined) {
      unverified += 1;
      response.writeHead(401).end();
      return;
    }
    const { id: hookId, publishedAt } = JSON.parse(body.toString()) as HookBody;
    receipts.push({ hookId, partnerId, path, delayMs: receivedAt - publishedAt });
    if (partnerId === slowPartner) await sleep(slowMs);
    response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    urlOf: (partnerId) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${partnerId}`,
    receipts,
    get unverified() {
      return unverified;
    },
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** By which path a request came, if its signature is good: a partner that changes takes either for a while. */
function verifiedPath(
  { headers, body }: { readonly headers: IncomingHttpHeaders; readonly body: Buffer },
  secret: string,
): RoutePath | undefined {
  if (headers['webhook-signature'] === undefined) {
    const expected = Buffer.from(oldSignature({ body: body.toString() }));
    const received = Buffer.from(String(headers[oldSignatureHeader]));
    const isGood = received.length === expected.length && timingSafeEqual(received, expected);
    return isGood ? 'legacy' : undefined;
  }
  try {
    verifySignature({ headers, body }, { secrets: secret });
    return 'hooklane';
  } catch (error) {
    if (isHooklaneError(error)) return undefined;
    throw error;
  }
}

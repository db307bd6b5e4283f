import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { verifySignature } from '@hooklane/receiver';
import type { RolloutHook, RoutePath } from '../../src/rollout/index.ts';

/** A partner that is sent hooks by the legacy publisher and by Hooklane, and verifies both. */
export interface PartnerOfTwoPublishers extends AsyncDisposable {
  readonly url: string;
  /** In the order in which they came. */
  readonly receipts: readonly Receipt[];
  /** Of requests that did not verify, or that this partner could not take. */
  readonly refusals: readonly number[];
}

export interface Receipt {
  readonly hookId: string;
  readonly path: RoutePath;
}

export const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const legacyHeader = 'x-request-signature-sha-256';
const legacyKey = 'the key of the legacy publisher';

/** What the legacy publisher signs with: a MAC of the body alone, in hex. */
export function legacySignature({ body }: Pick<RolloutHook, 'body'>): string {
  return createHmac('sha256', legacyKey).update(body).digest('hex');
}

/** Starts a partner that refuses one request in `refusesOneIn` of the legacy publisher. */
export async function startPartnerOfTwoPublishers({
  refusesOneIn,
}: {
  readonly refusesOneIn: number;
}): Promise<PartnerOfTwoPublishers> {
  const receipts: Receipt[] = [];
  const refusals: number[] = [];
  let legacyRequests = 0;
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const answer = (status: number): void => {
      if (status !== 200) refusals.push(status);
      response.writeHead(status).end();
    };
    if (!isLegacySigned(body, request.headers[legacyHeader])) {
      answer(401);
      return;
    }
    const isHooklane = request.headers['webhook-id'] !== undefined;
    if (!isHooklane && ++legacyRequests % refusesOneIn === 0) {
      answer(503);
      return;
    }
    const hookId = isHooklane
      ? verifySignature({ headers: request.headers, body }, { secrets: secret }).id
      : String(request.headers['x-legacy-id']);
    receipts.push({ hookId, path: isHooklane ? 'hooklane' : 'legacy' });
    answer(200);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    receipts,
    refusals,
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function isLegacySigned(body: Buffer, given: string | string[] | undefined): boolean {
  const expected = Buffer.from(legacySignature({ body }));
  const received = Buffer.from(String(given));
  return received.length === expected.length && timingSafeEqual(received, expected);
}

import { createFakeClock, type FakeClock } from '@hooklane/core/testing';
import { createKyTransport, type KyTransportOptions } from '../../src/ky.ts';
import type { Transport, TransportAnswer, TransportRequest } from '../../src/transport.ts';

export const body: Buffer = Buffer.from('{"hello":"wörld 👋"}');

/** The headers of the hook that these tests send. */
export const signedHeaders: Readonly<Record<string, string>> = {
  'content-type': 'application/json',
  'content-length': String(body.byteLength),
  'user-agent': 'Hooklane/0',
  'webhook-id': 'msg_1',
  'webhook-signature': 'v1,signed',
};

export interface KyUnderTest {
  readonly transport: Transport;
  readonly clock: FakeClock;
  post(url: URL, request?: Partial<TransportRequest>): Promise<TransportAnswer>;
}

/** Makes a transport on a fake clock that may go to loopback. */
export function createKyUnderTest(options: KyTransportOptions = {}): KyUnderTest {
  const clock = createFakeClock();
  const egress = { allowHttp: true, ports: 'any', allowPrivateAddresses: true } as const;
  const transport = createKyTransport({ egress, clock, ...options });
  return {
    transport,
    clock,
    post: (url, request) =>
      transport.post({ url, headers: signedHeaders, body, timeoutMs: 15_000, ...request }),
  };
}

import { once } from 'node:events';
import { type AddressInfo, createServer, type LookupFunction } from 'node:net';
import { createEgressGuard, type EgressPolicy } from '@hooklane/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGuardedConnector } from '../src/ky/guarded-connector.ts';

const server = createServer();
let connections = 0;
let bytes = 0;
let left = Promise.withResolvers<void>();
let port = '';

beforeAll(async () => {
  server.on('connection', (socket) => {
    connections += 1;
    socket.on('error', () => {}); // The client may break off at any time.
    socket.on('data', (chunk) => {
      bytes += chunk.length;
      socket.destroy();
    });
    socket.on('close', () => left.resolve());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = String((server.address() as AddressInfo).port);
});
afterAll(() => void server.close());
beforeEach(() => {
  connections = 0;
  bytes = 0;
  left = Promise.withResolvers();
});

const lie: LookupFunction = (_, __, callback) => {
  callback(null, [{ address: '127.0.0.1', family: 4 }]);
};

/** Connects by a look-up that leads to loopback; tells the code of the error. */
function connect(protocol: string, hostname: string, egress?: EgressPolicy): Promise<unknown> {
  const connector = createGuardedConnector({ guard: createEgressGuard(egress), lookup: lie });
  return new Promise((resolve) => {
    connector({ protocol, hostname, port }, (error, socket) => {
      socket?.destroy();
      resolve(error === null ? 'connected' : 'code' in error && error.code);
    });
  });
}

const blocked = 'HOOKLANE_BLOCKED_ADDRESS';

describe.each(['http:', 'https:'])('the guarded connector, over %s', (protocol) => {
  it('writes nothing to a connection whose look-up lied', async () => {
    expect(await connect(protocol, 'partner.example')).toBe(blocked);
    await left.promise;
    expect({ connections, bytes }).toEqual({ connections: 1, bytes: 0 });
  });

  it.each(['127.0.0.1', '::ffff:127.0.0.1', 'localhost'])(
    'does not connect to %s',
    async (host) => {
      expect(await connect(protocol, host)).toBe(blocked);
      expect(connections).toBe(0);
    },
  );

  it('connects where it may', async () => {
    const code = await connect(protocol, 'partner.example', { allowCidrs: ['127.0.0.0/8'] });
    // The server closes at the first byte: of the handshake, or the end of this test.
    expect(code).toBe(protocol === 'http:' ? 'connected' : 'ECONNRESET');
    await left.promise;
    expect(bytes > 0).toBe(protocol === 'https:');
  });
});

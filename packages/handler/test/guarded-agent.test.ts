import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { createEgressGuard } from '@hooklane/core';
import { expect, it } from 'vitest';
import { guardConnections } from '../src/guarded-agent.ts';

it.each([
  [{}, 0, 'HOOKLANE_BLOCKED_ADDRESS'],
  [{ allowPrivateAddresses: true }, 1, 'ECONNRESET'],
])('with %o writes to a connection whose look-up lied: %i', async (egress, received, code) => {
  const chunks: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {}); // The client breaks off.
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      socket.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const agent = new Agent({
    lookup: (_, __, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
  });
  guardConnections(agent, createEgressGuard(egress));
  const { port } = server.address() as AddressInfo;
  const post = request({ host: 'partner.example', port, method: 'POST', agent });
  post.end('{}');
  const [error] = await once(post, 'error');
  server.close();
  await once(server, 'close');
  expect(error.code).toBe(code);
  expect(chunks).toHaveLength(received);
});

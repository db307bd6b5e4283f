import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import { createNodeTransport } from '../src/index.ts';
import { createSelfSigned } from './hostile-partner/certificate.ts';

const body = Buffer.from('{"hello":"world"}');
const headers = { 'content-length': String(body.byteLength) };
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

// In a thread of its own, so that it answers while this one has not yet learnt that its request is written.
const partnerCode = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:https').createServer(workerData, (request, response) => {
    request.resume().on('end', () => response.end(String(connections)));
  });
  let connections = 0;
  server.on('secureConnection', () => { connections += 1; });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

it('sends the next hook over the same connection when an answer comes at once', async () => {
  const { cert, key } = createSelfSigned('127.0.0.1');
  const partner = new Worker(partnerCode, { eval: true, workerData: { cert, key } });
  closers.push(() => partner.terminate());
  const [port] = await once(partner, 'message');
  const transport = createNodeTransport({
    egress: { allowPrivateAddresses: true, ports: 'any' },
    ca: cert,
  });
  closers.push(() => transport.close());
  const url = new URL(`https://127.0.0.1:${port}/hooks`);
  const request = { url, headers, body, timeoutMs: 15_000, snippetBytes: 16 };
  const connections: unknown[] = [];
  for (let post = 0; post < 100; post += 1) {
    const answer = await transport.post(request);
    connections.push(answer.kind === 'answered' && answer.snippet);
  }
  expect(connections).toEqual(connections.map(() => '1'));
});

import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { createFakeClock } from '@hooklane/core/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { createNodeTransport, type TransportAnswer } from '../src/index.ts';

const egress = { allowHttp: true, ports: 'any', allowPrivateAddresses: true } as const;
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function listen(server: ReturnType<typeof createTcpServer>): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {}); // The client may break off at any time.
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const listenHttp = (listener: RequestListener) => listen(createServer(listener));
const listenRaw = (answer: (socket: Socket) => void) =>
  listen(createTcpServer((socket) => void socket.once('data', () => answer(socket))));

function post(
  port: number,
  options: { signal?: AbortSignal; headers?: Record<string, string>; scheme?: string } = {},
): { answer: Promise<TransportAnswer>; clock: ReturnType<typeof createFakeClock> } {
  const clock = createFakeClock();
  const transport = createNodeTransport({ egress, clock });
  closers.push(() => transport.close());
  const body = Buffer.from('{"hello":"wörld 👋"}');
  const answer = transport.post({
    url: new URL(`${options.scheme ?? 'http'}://127.0.0.1:${port}/hooks`),
    headers: { 'content-length': String(body.byteLength), ...options.headers },
    body,
    timeoutMs: 15_000,
    signal: options.signal,
  });
  return { answer, clock };
}

describe('the node transport', () => {
  it('sends the bytes it was given, with their length, not chunked', async () => {
    let seen: { headers: unknown; body: string } | undefined;
    const port = await listenHttp((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen = { headers: request.headers, body: Buffer.concat(chunks).toString() };
        response.end();
      });
    });
    expect(await post(port).answer).toMatchObject({ kind: 'answered', status: 200 });
    expect(seen?.body).toBe('{"hello":"wörld 👋"}');
    expect(seen?.headers).toMatchObject({ 'content-length': '23' });
    expect(seen?.headers).not.toHaveProperty('transfer-encoding');
  });

  it('does not follow a redirect', async () => {
    let requests = 0;
    const port = await listenHttp((_, response) => {
      requests += 1;
      response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
    });
    expect(await post(port).answer).toMatchObject({
      status: 302,
      location: 'http://127.0.0.1:9/',
    });
    expect(requests).toBe(1);
  });

  it('gives the wish for a pause along', async () => {
    const port = await listenHttp((_, response) => {
      response.writeHead(429, { 'retry-after': '120' }).end();
    });
    expect(await post(port).answer).toMatchObject({ status: 429, retryAfter: '120' });
  });

  it('gives up a partner that does not answer by the deadline', async () => {
    const arrived = Promise.withResolvers<void>();
    const port = await listenRaw(() => arrived.resolve());
    const { answer, clock } = post(port);
    await arrived.promise;
    await clock.advance(15_000);
    expect(await answer).toEqual({ kind: 'failed', code: 'timeout' });
  });

  it('counts a 200 as an answer even when its body breaks off', async () => {
    const port = await listenRaw((socket) => {
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf');
    });
    expect(await post(port).answer).toMatchObject({
      kind: 'answered',
      status: 200,
      bodyError: 'reset',
    });
  });

  it('reads no more of an endless body than 64 KiB', async () => {
    const port = await listenRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n');
      const drip = (): void => {
        if (!socket.destroyed) socket.write(Buffer.alloc(16_384), () => setImmediate(drip));
      };
      drip();
    });
    expect(await post(port).answer).toMatchObject({ kind: 'answered', status: 200 });
  });

  it.each([
    ['a reset before the headers', (socket: Socket) => void socket.resetAndDestroy(), 'reset'],
    ['an end before the headers', (socket: Socket) => void socket.end(), 'reset'],
    ['garbage', (socket: Socket) => void socket.end('what?\r\n\r\n'), 'protocol'],
    [
      'more than 16 KiB of headers',
      (socket: Socket) => void socket.write(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`),
      'protocol',
    ],
    [
      'a switch of protocols',
      (socket: Socket) =>
        void socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n',
        ),
      'protocol',
    ],
  ])('answers %s with a code', async (_, behave, code) => {
    const port = await listenRaw(behave);
    expect(await post(port).answer).toEqual({ kind: 'failed', code });
  });

  it.each(['127.0.0.1', '[::1]'])(
    'names %s, its port, path and query as the URL does',
    async (host) => {
      const server = createServer((request, response) => {
        response.end(`${request.headers.host}${request.url}`);
      });
      await new Promise<void>((resolve) => server.listen(0, host.replace(/[[\]]/g, ''), resolve));
      closers.push(() => server.close().closeAllConnections());
      const { port } = server.address() as AddressInfo;
      const transport = createNodeTransport({ egress });
      closers.push(() => transport.close());
      const url = new URL(`http://${host}:${port}/hooks%20of/acme?a=1&b=%C3%BC`);
      const request = { url, headers: {}, body: Buffer.alloc(0), timeoutMs: 15_000 };
      expect(await transport.post({ ...request, snippetBytes: 100 })).toMatchObject({
        snippet: `${host}:${port}/hooks%20of/acme?a=1&b=%C3%BC`,
      });
    },
  );

  it('says that a connection was refused', async () => {
    const server = createTcpServer();
    const port = await listen(server);
    server.close();
    expect(await post(port).answer).toEqual({ kind: 'failed', code: 'refused' });
  });

  it('says that a partner does not speak TLS', async () => {
    const port = await listenHttp((_, response) => void response.end());
    expect(await post(port, { scheme: 'https' }).answer).toMatchObject({ kind: 'failed' });
  });

  it('refuses a header that HTTP does not allow, without showing it', async () => {
    const { answer } = post(9, { headers: { 'x-note': 'two\r\nlines' } });
    expect(await answer).toEqual({ kind: 'unsendable' });
  });

  it('rejects with the reason when the signal aborts', async () => {
    const arrived = Promise.withResolvers<void>();
    const port = await listenRaw(() => arrived.resolve());
    const controller = new AbortController();
    const { answer } = post(port, { signal: controller.signal });
    await arrived.promise;
    controller.abort(new Error('enough'));
    await expect(answer).rejects.toThrow('enough');
  });
});

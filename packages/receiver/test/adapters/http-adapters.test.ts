import { once } from 'node:events';
import { connect } from 'node:net';
import express from 'express';
import Fastify from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { fastifyHandler } from '../../src/fastify.ts';
import { fetchHandler } from '../../src/fetch.ts';
import { createMemoryReplayGuard, createReceiver, type ReceiverOptions } from '../../src/index.ts';
import { signedRequest } from '../../src/testing.ts';
import { secret } from '../valid-request.ts';
import { httpServers, serveExpress, stopServers } from './http-servers.ts';

const type = 'invoice.paid';
const mib = 1_048_576;

/** A receiver that keeps what it is told. */
function collect(options: Partial<ReceiverOptions> = {}) {
  const bodies: Uint8Array[] = [];
  const ids: string[] = [];
  const errors: unknown[] = [];
  const codes: unknown[] = [];
  const receiver = createReceiver({
    secrets: secret,
    parse: 'none',
    onHook: ({ id, body }) => {
      ids.push(id);
      bodies.push(Buffer.from(body as Uint8Array));
    },
    onError: (error) => errors.push(error),
    onRefused: (error) => codes.push((error as { code?: string }).code),
    ...options,
  });
  return { receiver, bodies, ids, errors, codes };
}

function bytesOf(...parts: (string | number[])[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string))));
}

afterEach(stopServers);

describe.each(httpServers)('a receiver on $name', ({ serve }) => {
  it.each([
    ['JSON', bytesOf('{"type":"ping"}')],
    ['JSON after a byte order mark', bytesOf([0xef, 0xbb, 0xbf], '{"type":"ping"}')],
    ['emoji', bytesOf('{"data":"👩‍🚀 ünï"}')],
    ['bytes that are no UTF-8', bytesOf([0, 255, 254, 13, 10, 0, 128])],
    ['1 MiB', new Uint8Array(mib).fill(97)],
    ['nothing', new Uint8Array()],
  ])('gets the bytes of a body of %s', async (_, body) => {
    const { receiver, bodies, errors } = collect();
    const url = await serve(receiver);
    const response = await fetch(url, signedRequest({ body }, { secret }));
    expect([response.status, await response.text(), errors]).toEqual([200, '', []]);
    expect(bodies).toEqual([Buffer.from(body)]);
  });

  it('refuses a body above 1 MiB with 413', async () => {
    const { receiver, bodies } = collect();
    const url = await serve(receiver);
    const body = new Uint8Array(mib + 1);
    const response = await fetch(url, signedRequest({ body }, { secret }));
    expect(response.status).toBe(413);
    expect(bodies).toEqual([]);
  });

  it('refuses what another secret signed with 401 and says no more than the code', async () => {
    const { receiver, codes } = collect({ secrets: `whsec_${'A'.repeat(43)}=` });
    const url = await serve(receiver);
    const response = await fetch(url, signedRequest({ type, data: 1 }, { secret }));
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: { code: 'signature_mismatch' } });
    expect(codes).toEqual(['signature_mismatch']);
  });

  it('processes a hook once that comes twice', async () => {
    const { receiver, ids } = collect({ replayGuard: createMemoryReplayGuard() });
    const url = await serve(receiver);
    const request = signedRequest({ id: 'msg_1', type, data: 1 }, { secret });
    expect((await fetch(url, request)).status).toBe(200);
    expect((await fetch(url, request)).status).toBe(200);
    expect(ids).toEqual(['msg_1']);
  });

  it('answers 409 with Retry-After while it processes the same hook, then 200', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { receiver } = collect({
      replayGuard: createMemoryReplayGuard(),
      onHook: () => promise,
    });
    const url = await serve(receiver);
    const request = signedRequest({ type, data: 1 }, { secret });
    const both = [fetch(url, request), fetch(url, request)];
    const early = await Promise.race(both);
    expect([early.status, early.headers.get('retry-after')]).toEqual([409, '30']);
    resolve();
    const statuses = (await Promise.all(both)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 409]);
  });

  it('answers 500 when the handler throws, and processes the next attempt', async () => {
    let calls = 0;
    const broken = new Error('the database is down');
    const { receiver, errors } = collect({
      replayGuard: createMemoryReplayGuard(),
      onHook: () => {
        calls += 1;
        if (calls === 1) throw broken;
      },
    });
    const url = await serve(receiver);
    const request = signedRequest({ type, data: 1 }, { secret });
    const first = await fetch(url, request);
    expect([first.status, await first.json()]).toEqual([
      500,
      { error: { code: 'internal_error' } },
    ]);
    expect((await fetch(url, request)).status).toBe(200);
    expect([calls, errors]).toEqual([2, [broken]]);
  });

  it('hands out the path without its query', async () => {
    const paths: unknown[] = [];
    const { receiver } = collect({
      secrets: async ({ path }) => {
        paths.push(path);
        return secret;
      },
    });
    const url = await serve(receiver);
    const response = await fetch(`${url}?a=1`, signedRequest({ type, data: 1 }, { secret }));
    expect([response.status, paths]).toEqual([200, ['/hooks']]);
  });
});

describe('a JSON parser that was switched on by mistake', () => {
  it('is told to the host with the remedy, in Express', async () => {
    const { receiver, errors } = collect();
    const url = await serveExpress(receiver, express, express.json());
    const response = await fetch(url, signedRequest({ type, data: 1 }, { secret }));
    expect(response.status).toBe(500);
    expect(errors).toMatchObject([
      { code: 'invalid_body', message: expect.stringContaining('express.raw(') },
    ]);
  });

  it('is told to the host with the remedy, in Fastify', async () => {
    const { receiver, errors } = collect();
    const app = Fastify();
    app.post('/hooks', fastifyHandler(receiver));
    const { body, headers } = signedRequest({ type, data: 1 }, { secret });
    const payload = Buffer.from(body);
    const response = await app.inject({ method: 'POST', url: '/hooks', headers, payload });
    expect(response.statusCode).toBe(500);
    expect(errors).toMatchObject([
      { code: 'invalid_body', message: expect.stringContaining('parseAs: "buffer"') },
    ]);
  });

  it('is told to the host with the remedy, where fetch is spoken', async () => {
    const { receiver, errors } = collect();
    const request = new Request('http://x.test/', signedRequest({ type, data: 1 }, { secret }));
    await request.json();
    expect((await fetchHandler(receiver)(request)).status).toBe(500);
    expect(errors).toMatchObject([{ code: 'invalid_body' }]);
  });
});

describe('a request that is no whole POST', () => {
  it.each(httpServers.filter(({ name }) => name !== 'Fastify'))(
    'gets 405 on $name when it is a GET',
    async ({ serve }) => {
      const { receiver } = collect();
      const response = await fetch(await serve(receiver));
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    },
  );

  it.each(httpServers.filter(({ name }) => /^(?:node:http|Hono|Express \d)$/.test(name)))(
    'is refused on $name when its body breaks off',
    async ({ serve }) => {
      const refused = Promise.withResolvers<unknown>();
      const { receiver } = collect({ onRefused: refused.resolve, onError: refused.resolve });
      const { port } = new URL(await serve(receiver));
      const socket = connect(Number(port), '127.0.0.1');
      socket.write('POST /hooks HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf');
      setImmediate(() => socket.end());
      expect(await refused.promise).toMatchObject({ code: 'body_unreadable' });
    },
  );

  it.each(httpServers.filter(({ name }) => /^(?:node:http|Hono|Express \d)$/.test(name)))(
    'gets 413 on $name before its endless body ends',
    async ({ name, serve }) => {
      const { receiver } = collect({ maxBodyBytes: 1_000 });
      const { port } = new URL(await serve(receiver));
      const socket = connect(Number(port), '127.0.0.1');
      const head = 'POST /hooks HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n';
      socket.write(`${head}3e9\r\n${'a'.repeat(1_001)}\r\n`);
      const [answer] = await once(socket, 'data');
      expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
      if (name !== 'Hono') expect(String(answer)).toMatch(/\r\nconnection: close\r\n/i);
      socket.destroy();
    },
  );
});

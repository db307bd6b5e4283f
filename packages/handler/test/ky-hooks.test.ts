import type { Socket } from 'node:net';
import { HooklaneError } from '@hooklane/core';
import ky, { type Hooks, isNetworkError, type Options } from 'ky';
import { describe, expect, it } from 'vitest';
import { body, createKyUnderTest, signedHeaders } from './ky/post-hook.ts';
import { startRecorder } from './ky/start-recorder.ts';

const withHooks = (hooks: Hooks, options: Options = {}) =>
  createKyUnderTest({ ky: ky.create({ hooks, ...options }) });

describe('a hook of ky', () => {
  it('adds headers, but none that steers the connection or that Hooklane sets', async () => {
    await using partner = await startRecorder();
    const { post } = withHooks({
      beforeRequest: [
        ({ request: { headers } }) => {
          headers.set('x-trace', 'abc');
          headers.set('content-type', 'text/plain');
          headers.set('content-length', '3');
          headers.set('webhook-signature', 'v1,forged');
          headers.delete('webhook-id');
          headers.set('hooklane-type', 'forged');
          headers.set('host', 'elsewhere.example');
          headers.set('cookie', 'a=b');
          headers.set('transfer-encoding', 'chunked');
          headers.set('expect', '100-continue');
        },
      ],
    });
    expect(await post(partner.url)).toMatchObject({ status: 200 });
    expect(partner.requests).toEqual([
      {
        head: [
          'POST /hooks?of=acme HTTP/1.1',
          `host: ${partner.url.host}`,
          'connection: keep-alive',
          'content-type: application/json',
          'user-agent: Hooklane/0',
          'webhook-id: msg_1',
          'webhook-signature: v1,signed',
          'x-trace: abc',
          'content-length: 23',
        ],
        body: body.toString(),
        connection: 1,
      },
    ]);
  });

  it('changes no header that the hook brings', async () => {
    await using partner = await startRecorder();
    const { post } = withHooks({
      beforeRequest: [({ request }) => request.headers.set('x-tenant', 'other')],
    });
    await post(partner.url, { headers: { ...signedHeaders, 'x-tenant': 'acme' } });
    expect(partner.requests[0]?.head).toContain('x-tenant: acme');
  });

  it('changes neither where a POST goes nor what it says', async () => {
    await using partner = await startRecorder();
    await using elsewhere = await startRecorder();
    const { post } = withHooks({
      beforeRequest: [() => new Request(elsewhere.url, { method: 'PUT', body: 'other' })],
    });
    expect(await post(partner.url)).toMatchObject({ status: 200 });
    expect(partner.requests).toMatchObject([{ body: body.toString() }]);
    expect(elsewhere.connections).toBe(0);
  });

  it('sees the request that is sent, and the answer that came', async () => {
    await using partner = await startRecorder(
      'HTTP/1.1 503 Busy\r\nretry-after: 7\r\ncontent-length: 5\r\n\r\nlater',
    );
    const seen: unknown[] = [];
    const { post } = withHooks({
      beforeRequest: [
        async ({ request }) => {
          seen.push(request.method, request.url, request.headers.get('webhook-id'));
          seen.push(await request.clone().text());
        },
      ],
      afterResponse: [
        async ({ response }) => {
          seen.push(response.status, response.headers.get('retry-after'), await response.text());
        },
      ],
    });
    await post(partner.url);
    const { href } = partner.url;
    expect(seen).toEqual(['POST', href, 'msg_1', body.toString(), 503, '7', 'later']);
  });

  it('sees an answer that has no body', async () => {
    await using partner = await startRecorder('HTTP/1.1 204 No Content\r\n\r\n');
    const seen: unknown[] = [];
    const { post } = withHooks({
      afterResponse: [({ response }) => void seen.push(response.status, response.body)],
    });
    expect(await post(partner.url)).toMatchObject({ status: 204 });
    expect(seen).toEqual([204, null]);
  });

  it('sees that no answer came', async () => {
    await using partner = await startRecorder((socket) => socket.destroy());
    const seen: unknown[] = [];
    const { post } = withHooks({
      beforeError: [
        ({ error }) => {
          seen.push(isNetworkError(error));
          return error;
        },
      ],
    });
    expect(await post(partner.url)).toEqual({ kind: 'failed', code: 'reset' });
    expect(seen).toEqual([true]);
  });

  it.each<[string, Hooks]>([
    ['another answer', { afterResponse: [() => new Response('', { status: 200 })] }],
    ['another try', { afterResponse: [() => ky.retry({ delay: 0 })] }],
    [
      'another try of its own making',
      {
        init: [(options) => Object.assign(options, { retry: { limit: 2, delay: () => 0 } })],
        afterResponse: [() => ky.retry({ delay: 0 })],
      },
    ],
    [
      'an error',
      {
        afterResponse: [
          () => {
            throw new Error('of the hook');
          },
        ],
      },
    ],
  ])('does not make something else of an answer: %s', async (_, hooks) => {
    await using partner = await startRecorder('HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n');
    const { post } = withHooks(hooks);
    expect(await post(partner.url)).toMatchObject({ kind: 'answered', status: 500 });
    expect(partner.requests).toHaveLength(1);
  });

  it('that throws before the POST is heard by the host, and nothing is sent', async () => {
    await using partner = await startRecorder();
    const { post } = withHooks({
      beforeRequest: [
        () => {
          throw new Error('no token');
        },
      ],
    });
    await expect(post(partner.url)).rejects.toThrow('no token');
    expect(partner.connections).toBe(0);
  });

  it.each<[string, Hooks]>([
    ['with a response', { beforeRequest: [() => new Response('ok')] }],
    [
      'with a fetch of its own',
      { init: [(options) => Object.assign(options, { fetch: async () => new Response('ok') })] },
    ],
  ])("that answers in the partner's place is refused: %s", async (_, hooks) => {
    await using partner = await startRecorder();
    const refusal = withHooks(hooks).post(partner.url);
    await expect(refusal).rejects.toThrow(HooklaneError);
    await expect(refusal).rejects.toMatchObject({ code: 'invalid_options' });
    expect(partner.connections).toBe(0);
  });
});

describe('a hook of ky that takes its time', () => {
  it('has it from the one deadline, and sends nothing after it', async () => {
    await using partner = await startRecorder();
    const begun = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const { post, clock } = withHooks({
      beforeRequest: [
        async () => {
          begun.resolve();
          await held.promise;
        },
      ],
    });
    const answer = post(partner.url);
    await begun.promise;
    await clock.advance(15_000);
    expect(await answer).toEqual({ kind: 'failed', code: 'timeout' });
    held.resolve();
    await clock.advance(0);
    expect(partner.connections).toBe(0);
  });

  it.each(['the deadline', 'the signal'])(
    'loses no answer that has come, when %s ends it',
    async (ending) => {
      await using partner = await startRecorder();
      const begun = Promise.withResolvers<void>();
      const { post, clock } = withHooks({
        afterResponse: [
          async () => {
            begun.resolve();
            await new Promise<never>(() => {});
          },
        ],
      });
      const abort = new AbortController();
      const answer = post(partner.url, { signal: abort.signal });
      await begun.promise;
      if (ending === 'the signal') abort.abort(new Error('enough'));
      else await clock.advance(15_000);
      expect(await answer).toMatchObject({ kind: 'answered', status: 200 });
      expect(clock.sleeping).toBe(0);
    },
  );
});

describe('the options of an instance of ky', () => {
  const options: Options = {
    retry: { limit: 3, methods: ['post'], statusCodes: [307], delay: () => 0 },
    timeout: 1,
    totalTimeout: 1,
    redirect: 'follow',
    throwHttpErrors: true,
    searchParams: { of: 'others' },
    json: { other: true },
    prefix: 'https://elsewhere.example',
    headers: { 'x-team': 'hooks', 'webhook-id': 'msg_other' },
    fetch: async () => new Response('never'),
  };

  it('have no effect on a POST, but its headers', async () => {
    const slow = (socket: Socket) =>
      setTimeout(() => {
        socket.write('HTTP/1.1 307 Go\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n');
      }, 5);
    await using partner = await startRecorder(slow);
    const seen: unknown[] = [];
    const hooks: Hooks = {
      beforeRequest: [
        async ({ request }) => void seen.push(request.url, await request.clone().text()),
      ],
      beforeRetry: [() => void seen.push('retry')],
      beforeError: [
        ({ error }) => {
          seen.push(error.name);
          return error;
        },
      ],
    };
    const { post } = withHooks(hooks, options);
    expect(await post(partner.url)).toMatchObject({ status: 307, location: '/elsewhere' });
    expect(partner.requests).toMatchObject([{ body: body.toString() }]);
    expect(partner.requests[0]?.head).toContain('x-team: hooks');
    expect(partner.requests[0]?.head).toContain(`webhook-id: ${signedHeaders['webhook-id']}`);
    expect(seen).toEqual([partner.url.href, body.toString()]);
  });

  it('bring no other try after a POST that failed', async () => {
    await using partner = await startRecorder((socket) => socket.destroy());
    const seen: unknown[] = [];
    const { post } = withHooks({ beforeRetry: [() => void seen.push('retry')] }, options);
    expect(await post(partner.url)).toEqual({ kind: 'failed', code: 'reset' });
    expect(seen).toEqual([]);
  });
});

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createSelfSigned } from './hostile-partner/certificate.ts';
import { body, createKyUnderTest, signedHeaders } from './ky/post-hook.ts';
import { ok, startRecorder } from './ky/start-recorder.ts';

describe('the connections of the ky transport', () => {
  it('carry one POST after the other', async () => {
    await using partner = await startRecorder();
    const { post } = createKyUnderTest();
    for (let count = 1; count <= 3; count += 1) {
      expect(await post(partner.url)).toMatchObject({ status: 200 });
    }
    expect(partner.requests).toHaveLength(3);
    expect(partner.connections).toBe(1);
  });

  it('carry one POST at a time', async () => {
    await using partner = await startRecorder();
    const { post } = createKyUnderTest();
    await Promise.all([post(partner.url), post(partner.url), post(partner.url)]);
    expect(partner.connections).toBe(3);
  });

  it('are closed when idle beyond as many as are kept', async () => {
    await using partner = await startRecorder();
    const { post } = createKyUnderTest({ idleConnections: 1 });
    await Promise.all([post(partner.url), post(partner.url), post(partner.url)]);
    await partner.whenOpen(1);
    await post(partner.url);
    expect(partner.connections).toBe(3);
  });

  it('are closed when idle, by close() only those, and serve again afterwards', async () => {
    const arrived = Promise.withResolvers<() => void>();
    await using partner = await startRecorder((socket, request) => {
      if (request === 2) arrived.resolve(() => socket.write(ok));
      else socket.write(ok);
    });
    const { transport, post } = createKyUnderTest();
    await post(partner.url);
    const busy = post(partner.url);
    const answer = await arrived.promise;
    transport.close();
    transport.close();
    answer();
    expect(await busy).toMatchObject({ status: 200 });
    expect(partner.connections).toBe(1);
    transport.close();
    await partner.whenOpen(0);
    expect(await post(partner.url)).toMatchObject({ status: 200 });
    expect(partner.connections).toBe(2);
    transport.close();
  });

  it('are closed at the deadline, wherever the POST is', async () => {
    const arrived = Promise.withResolvers<void>();
    await using partner = await startRecorder(() => arrived.resolve());
    const { post, clock } = createKyUnderTest();
    const answer = post(partner.url);
    await arrived.promise;
    await clock.advance(15_000);
    expect(await answer).toEqual({ kind: 'failed', code: 'timeout' });
    await partner.whenOpen(0);
  });

  it('are closed when the signal aborts in the middle', async () => {
    const arrived = Promise.withResolvers<void>();
    await using partner = await startRecorder(() => arrived.resolve());
    const { post, clock } = createKyUnderTest();
    const abort = new AbortController();
    const answer = post(partner.url, { signal: abort.signal });
    await arrived.promise;
    abort.abort(new Error('enough'));
    await expect(answer).rejects.toThrow('enough');
    await partner.whenOpen(0);
    expect(clock.sleeping).toBe(0);
  });

  it('speak HTTP/1.1 to a partner that offers HTTP/2', async () => {
    const certificate = createSelfSigned('127.0.0.1');
    await using partner = await startRecorder(ok, {
      ...certificate,
      ALPNProtocols: ['h2', 'http/1.1'],
    });
    const { post } = createKyUnderTest({ ca: certificate.cert });
    expect(await post(partner.url)).toMatchObject({ status: 200 });
    expect(partner.protocols).toEqual(['http/1.1']);
  });
});

describe('the ky transport', () => {
  it('sends the headers it was given and no other', async () => {
    await using partner = await startRecorder();
    const { post } = createKyUnderTest();
    await post(partner.url);
    const given = Object.entries(signedHeaders).map(([name, value]) => `${name}: ${value}`);
    const [line, ...fields] = partner.requests[0]?.head ?? [];
    expect(line).toBe('POST /hooks?of=acme HTTP/1.1');
    expect(fields.toSorted()).toEqual(
      ['connection: keep-alive', `host: ${partner.url.host}`, ...given].toSorted(),
    );
    expect(partner.requests[0]?.body).toBe(body.toString());
  });

  it('inflates nothing: what is kept of a body came over the wire', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    await using partner = await startRecorder((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n');
      socket.write(`content-length: ${bomb.length}\r\n\r\n`);
      socket.write(bomb);
    });
    const { post } = createKyUnderTest();
    const answer = await post(partner.url, { snippetBytes: 1_000_000 });
    expect(answer).toMatchObject({ status: 200, snippet: bomb.toString() });
  });

  it.each([401, 407, 421])('sends once what is answered with %i', async (status) => {
    await using partner = await startRecorder(
      `HTTP/1.1 ${status} No\r\nwww-authenticate: Basic\r\ncontent-length: 0\r\n\r\n`,
    );
    const { post } = createKyUnderTest();
    expect(await post(partner.url)).toMatchObject({ status });
    expect(partner.requests).toHaveLength(1);
  });

  it.each([
    ['an interim 100 that it did not ask for', `HTTP/1.1 100 Continue\r\n\r\n${ok}`],
    ['an interim answer and nothing else', 'HTTP/1.1 103 Early Hints\r\n\r\n'],
    ['a status above 599', 'HTTP/1.1 600 Odd\r\ncontent-length: 0\r\n\r\n'],
  ])('takes %s for a breach of the protocol', async (_, answer) => {
    await using partner = await startRecorder((socket) => void socket.end(answer));
    const { post } = createKyUnderTest();
    expect(await post(partner.url)).toEqual({ kind: 'failed', code: 'protocol' });
  });

  it('reads nothing after a 204, and uses its connection no more when there is something', async () => {
    await using partner = await startRecorder(
      'HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\nhello',
    );
    const { post } = createKyUnderTest();
    expect(await post(partner.url)).toMatchObject({ status: 204 });
    expect(await post(partner.url)).toMatchObject({ status: 204 });
    expect(partner.connections).toBe(2);
  });

  it('reads each header of which the first counts once', async () => {
    await using partner = await startRecorder(
      'HTTP/1.1 302 Go\r\nlocation: /one\r\nlocation: /two\r\nretry-after: 1\r\nretry-after: 2\r\nwebhook-delivery: disable\r\nwebhook-delivery: abort-message\r\nx-name: \xfc\r\ncontent-length: 0\r\n\r\n',
    );
    const { post } = createKyUnderTest();
    expect(await post(partner.url)).toMatchObject({
      location: '/one',
      retryAfter: '1',
      deliveryControl: 'disable, abort-message',
    });
  });

  it.each([
    ['a line break', { 'x-note': 'two\r\nlines' }],
    ['a name that is none', { 'x note': 'one' }],
    ['a length that is not the length of the body', { 'content-length': '3' }],
    ['a header that undici does not send', { expect: '100-continue' }],
  ])('sends nothing with %s', async (_, headers) => {
    await using partner = await startRecorder();
    const { post } = createKyUnderTest();
    expect(await post(partner.url, { headers })).toEqual({ kind: 'unsendable' });
    expect(partner.requests).toEqual([]);
  });

  it('begins nothing when its signal has aborted', async () => {
    await using partner = await startRecorder();
    const { post, clock } = createKyUnderTest();
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(post(partner.url, { signal })).rejects.toThrow('enough');
    expect(partner.connections).toBe(0);
    expect(clock.sleeping).toBe(0);
  });
});

import { createFakeClock, type FakeClock } from '@hooklane/core/testing';
import { afterEach, describe, expect, it } from 'vitest';
import type { Transport, TransportOptions, TransportRequest } from '../src/index.ts';
import { createSelfSigned } from './hostile-partner/certificate.ts';
import { egress, transports } from './hostile-partner/transports.ts';
import { ok, type Recorder, type RecorderAnswer, startRecorder } from './ky/start-recorder.ts';

const closers: (() => PromiseLike<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const body = Buffer.from('{"text":"Grüße 👋, 世界\u2028"}');
const headers = {
  'content-type': 'application/json',
  'content-length': String(body.byteLength),
  'user-agent': 'Hooklane/test',
  'webhook-id': 'msg_1',
  'x-tenant': 'é',
};

/** What every transport must do, beside withstanding hostile partners and going nowhere forbidden. */
describe.each(transports)('the transport on $name', ({ create }) => {
  const start = async (answer?: RecorderAnswer, options: TransportOptions = {}) => {
    const recorder = await startRecorder(answer);
    closers.push(() => recorder[Symbol.asyncDispose]());
    return { recorder, ...open(recorder, options) };
  };
  const open = (recorder: Recorder, options: TransportOptions = {}) => {
    const clock = createFakeClock();
    const transport = create({ egress, clock, ...options });
    closers.push(() => transport.close());
    return { transport, clock, post: poster(recorder, transport) };
  };

  it('sends the bytes and the headers it was given, and only what HTTP needs beside them', async () => {
    const { recorder, post } = await start();
    expect(await post()).toMatchObject({ kind: 'answered', status: 200 });
    const [request] = recorder.requests;
    expect(request?.body).toBe(body.toString());
    const [line, ...sent] = request?.head ?? [];
    expect(line).toBe('POST /hooks?of=acme HTTP/1.1');
    const names = sent.map((header) => header.split(':')[0]?.toLowerCase()).toSorted();
    expect(names).toEqual([...Object.keys(headers), 'connection', 'host'].toSorted());
    expect(sent.map((header) => header.toLowerCase())).toContain(`host: ${recorder.url.host}`);
  });

  it('sends a body of 1 MiB whole', async () => {
    const { recorder, post } = await start();
    const large = Buffer.alloc(1_048_576, 'ü');
    const answer = await post({
      body: large,
      headers: { ...headers, 'content-length': String(large.byteLength) },
    });
    expect(answer).toMatchObject({ kind: 'answered', status: 200 });
    expect(recorder.requests[0]?.body.length).toBe(large.toString().length);
  });

  it('keeps its connection for the next POST, and opens another for one beside it', async () => {
    const { recorder, post } = await start();
    await post();
    await post();
    expect(recorder.requests.map(({ connection }) => connection)).toEqual([1, 1]);
    await Promise.all([post(), post()]);
    expect(recorder.connections).toBe(2);
  });

  it('serves on after it was closed, and may be closed twice', async () => {
    const { recorder, transport, post } = await start();
    await post();
    transport.close();
    transport.close();
    expect(await post()).toMatchObject({ kind: 'answered' });
    expect(recorder.connections).toBe(2);
  });

  it('gives along what decides of an answer', async () => {
    const { post } = await start(
      'HTTP/1.1 302 Found\r\nRetry-After: 120\r\nLocation: https://other.example/\r\nWebhook-Delivery: disable\r\ncontent-length: 0\r\n\r\n',
    );
    expect(await post()).toMatchObject({
      kind: 'answered',
      status: 302,
      retryAfter: '120',
      location: 'https://other.example/',
      deliveryControl: 'disable',
    });
  });

  it.each([
    [undefined, undefined],
    [0, undefined],
    [2, 'bü'.slice(0, 1)],
    [3, 'bü'],
    [1_024, 'büsy'],
  ])('keeps %s bytes of the body: %s', async (snippetBytes, snippet) => {
    const { post } = await start('HTTP/1.1 500 No\r\ncontent-length: 5\r\n\r\nbüsy');
    const answer = await post({ snippetBytes });
    expect(answer.kind === 'answered' && answer.snippet).toBe(snippet);
  });

  it('keeps bytes that are no text as replacements', async () => {
    const { post } = await start((socket) => {
      socket.write(
        Buffer.concat([
          Buffer.from('HTTP/1.1 500 No\r\ncontent-length: 3\r\n\r\n'),
          Buffer.from([0x61, 0xff, 0x62]),
        ]),
      );
    });
    const answer = await post({ snippetBytes: 10 });
    expect(answer.kind === 'answered' && answer.snippet).toBe('a\ufffdb');
  });

  it('gives up at the deadline, not before', async () => {
    const { recorder, clock, post } = await start(() => {});
    const answer = post({ timeoutMs: 15_000 });
    await untilRequested(recorder);
    expect(await stateAfter(answer, clock, 14_999)).toBe('waiting');
    expect(await stateAfter(answer, clock, 1)).toEqual({ kind: 'failed', code: 'timeout' });
    expect(clock.sleeping).toBe(0);
  });

  it('rejects with the reason when the signal aborts, before the POST and in the middle', async () => {
    const { recorder, post } = await start(() => {});
    await expect(post({ signal: AbortSignal.abort('before') })).rejects.toBe('before');
    expect(recorder.connections).toBe(0);
    const stop = new AbortController();
    const answer = post({ signal: stop.signal });
    await untilRequested(recorder);
    stop.abort('in the middle');
    await expect(answer).rejects.toBe('in the middle');
  });

  it('says that a header cannot be sent, and sends nothing', async () => {
    const { recorder, post } = await start();
    const answer = await post({ headers: { ...headers, 'x-tenant': 'a\r\nx: y' } });
    expect(answer).toEqual({ kind: 'unsendable' });
    expect(recorder.requests).toEqual([]);
  });

  it('trusts the certificate authorities it was given, beside those of Node', async () => {
    const certificate = createSelfSigned('127.0.0.1');
    const recorder = await startRecorder(ok, certificate);
    closers.push(() => recorder[Symbol.asyncDispose]());
    expect(await open(recorder).post()).toEqual({ kind: 'failed', code: 'tls' });
    for (const ca of [certificate.cert, [certificate.cert]]) {
      expect(await open(recorder, { ca }).post()).toMatchObject({ kind: 'answered', status: 200 });
    }
  });

  it('refuses an egress policy that it cannot read', () => {
    expect(() => create({ egress: { denyCidrs: ['10.0.0.0'] } })).toThrow(
      expect.objectContaining({ code: 'invalid_options' }),
    );
  });
});

function poster({ url }: Recorder, transport: Transport) {
  return (request: Partial<TransportRequest> = {}) =>
    transport.post({ url, headers, body, timeoutMs: 5_000, ...request });
}

async function untilRequested(recorder: Recorder): Promise<void> {
  while (recorder.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
}

async function stateAfter(promise: Promise<unknown>, clock: FakeClock, ms: number) {
  await clock.advance(ms);
  return Promise.race([
    promise,
    new Promise((resolve) => setTimeout(resolve, 30)).then(() => 'waiting'),
  ]);
}

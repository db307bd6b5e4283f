import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PostOutcome, postMessage } from '../../src/alarm/post-message.ts';
import { textMessage } from '../../src/alarm/text-message.ts';
import { createInstantClock } from './instant-clock.ts';

const server = createServer();
let statuses: number[] = [];
let port = 0;

beforeEach(async () => {
  statuses = [];
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** Answers with a status and headers, and does not end. */
server.on('request', (incoming, outgoing) => {
  incoming.resume();
  outgoing.writeHead(statuses.shift() ?? 200, { 'content-length': '2' }).flushHeaders();
});

const post = (more: { timeoutMs?: number; signal?: AbortSignal } = {}): Promise<PostOutcome> =>
  postMessage(textMessage('title', 'text'), {
    slackUrl: `http://127.0.0.1:${port}/`,
    clock: createInstantClock(),
    random: () => 0,
    fetch: undefined,
    signal: undefined,
    ...more,
  });

describe('postMessage, when an answer has headers and no end', () => {
  it('is done at once after a 200', async () => {
    const closed = once(server, 'connection').then(([socket]) => once(socket, 'close'));
    // Far longer than the test may take: only the headers can end it.
    expect(await post({ timeoutMs: 3_600_000 })).toEqual({ kind: 'posted' });
    await closed;
    // Without an end of its own the connection is closed when memory is collected, some seconds later.
  }, 3_000);

  it('gives the answer up with its request, and tries again', async () => {
    statuses = [500, 503];
    expect(await post({ timeoutMs: 200 })).toEqual({ kind: 'posted' });
    expect(statuses).toEqual([]);
  });

  it('says that Slack did not answer, after five tries', async () => {
    statuses = Array.from({ length: 5 }, () => 500);
    expect(await post({ timeoutMs: 50 })).toEqual({
      kind: 'failed',
      why: 'Slack did not answer in 0.05 seconds',
    });
  });

  it('gives up as well when memory is collected meanwhile', async () => {
    // fetch follows its signal by a weak reference, and once its headers are there nothing else holds that.
    setFlagsFromString('--expose-gc');
    const collecting = setInterval(runInNewContext('gc') as () => void, 5);
    try {
      statuses = Array.from({ length: 5 }, () => 500);
      expect(await post({ timeoutMs: 100 })).toMatchObject({ kind: 'failed' });
    } finally {
      clearInterval(collecting);
    }
  });

  it('stops when it is told to', async () => {
    statuses = [500];
    const stop = new AbortController();
    server.once('request', () => stop.abort(new Error('stop')));
    await expect(post({ signal: stop.signal, timeoutMs: 3_600_000 })).rejects.toThrow('stop');
  });
});

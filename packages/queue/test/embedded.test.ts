import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { createConnection } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { SendMessageCommand, TagQueueCommand } from '@aws-sdk/client-sqs';
import { buildHookInput } from '@hooklane/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertWrittenFile } from '../src/embedded/written-file.ts';
import { startEmbeddedSqs } from '../src/embedded.ts';
import {
  acknowledgeMessages,
  createLaneDirectory,
  publishHooks,
  readQueueDepth,
  receiveMessages,
  requeueHooks,
} from '../src/index.ts';
import { makeQueue } from './queue-under-test.ts';

const otherAddresses = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ internal, scopeid }) => !internal && !scopeid)
  .map(({ address }) => address);

describe('the embedded SQS', () => {
  it('answers on the loopback address', async () => {
    await using sqs = await startEmbeddedSqs();
    expect(sqs.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await connect('127.0.0.1', sqs.endpoint)).toBe('connected');
  });

  it.skipIf(otherAddresses.length === 0)(
    'does not answer on any other address of the machine',
    async () => {
      await using sqs = await startEmbeddedSqs();
      for (const address of otherAddresses) {
        expect(await connect(address, sqs.endpoint)).not.toBe('connected');
      }
    },
  );

  it.each(['127.0.0.1', 'localhost', 'LOCALHOST:1', '[::1]:4566'])(
    'answers when it is called %s',
    async (host) => {
      await using sqs = await startEmbeddedSqs();
      await makeQueue(sqs.client, 'lane');
      expect(await call(`${sqs.endpoint}/_fauxqs/queues`, { host })).toMatchObject({
        status: 200,
        text: expect.stringContaining('lane'),
      });
    },
  );

  it.each([
    'rebound.example',
    'rebound.example:4566',
    '127.0.0.1.rebound.example',
    'localhost.rebound.example',
    'rebound.example:127.0.0.1',
    '127.0.0.1@rebound.example',
  ])('refuses a page that has let its name %j lead here', async (host) => {
    await using sqs = await startEmbeddedSqs();
    await makeQueue(sqs.client, 'lane');
    const answer = await call(`${sqs.endpoint}/_fauxqs/queues`, { host });
    expect(answer.status).toBe(403);
    expect(answer.text).not.toContain('lane');
  });

  it('takes no message under another name', async () => {
    await using sqs = await startEmbeddedSqs();
    const QueueUrl = await makeQueue(sqs.client, 'lane');
    const body = JSON.stringify({ QueueUrl, MessageBody: 'forged' });
    const sendMessage = {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'AmazonSQS.SendMessage',
      },
    };
    const send = async (host: string): Promise<number> =>
      (await call(sqs.endpoint, { host, body, ...sendMessage })).status;
    expect(await send('rebound.example')).toBe(403);
    expect(sqs.messageBodies('lane')).toEqual([]);
    expect(await send('localhost')).toBe(200);
    expect(sqs.messageBodies('lane')).toEqual(['forged']);
  });

  it('shows all messages of a queue without receiving them', async () => {
    await using sqs = await startEmbeddedSqs();
    const clients = { sqs: sqs.client };
    const queueUrl = await makeQueue(sqs.client, 'lane');
    await sqs.client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: 'held' }));
    await receiveMessages(queueUrl, { clients });
    const dueAt = Date.now() + 60_000;
    await requeueHooks([{ body: 'delayed', attempt: 2, dueAt }], queueUrl, { clients });
    await sqs.client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: 'waiting' }));
    expect(sqs.messageBodies('lane').toSorted()).toEqual(['delayed', 'held', 'waiting']);
    expect(await readQueueDepth(queueUrl, { clients })).toEqual({
      waiting: 1,
      inFlight: 1,
      delayed: 1,
    });
    expect(sqs.messageBodies('no-such-queue')).toEqual([]);
  });

  it('carries hooks with every character that JSON can hold', async () => {
    await using sqs = await startEmbeddedSqs();
    const clients = { sqs: sqs.client };
    const queueUrl = await makeQueue(sqs.client, 'hooklane-test-acme');
    const lanes = createLaneDirectory({ stage: 'test', clients });
    const body = '{"name":"Zoë 🛒 \uFFFE\uFFFF\u0000\u001F"}';
    const outcomes = await publishHooks([buildHookInput({ body })], { lanes, clients });
    expect(outcomes).toMatchObject([{ kind: 'accepted' }]);
    const [message] = await receiveMessages(queueUrl, { clients });
    expect(JSON.parse(message?.body ?? '')).toMatchObject({ body });
  });

  it('stops twice, and while a receive waits', async () => {
    const sqs = await startEmbeddedSqs();
    const queueUrl = await makeQueue(sqs.client, 'lane');
    const waiting = receiveMessages(queueUrl, { clients: { sqs: sqs.client } }).catch(
      () => 'ended',
    );
    await Promise.all([sqs.stop(), sqs.stop()]);
    expect(await connect('127.0.0.1', sqs.endpoint)).toBe('ECONNREFUSED');
    await sqs.stop();
    expect(await waiting).toBe('ended');
  });
});

describe('the embedded SQS on disk', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'hooklane-queue-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it('makes its directory', async () => {
    await using sqs = await startEmbeddedSqs({ dataDir: join(dataDir, 'a', 'b') });
    expect(await makeQueue(sqs.client, 'lane')).toContain('lane');
  });

  it('has queues, messages, delays and receives again after a restart', async () => {
    const dueAt = Date.now() + 3_600_000;
    let queueUrl = '';
    {
      await using sqs = await startEmbeddedSqs({ dataDir });
      const clients = { sqs: sqs.client };
      queueUrl = await makeQueue(sqs.client, 'lane', { VisibilityTimeout: '0' });
      for (const MessageBody of ['first', 'second']) {
        await sqs.client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
      }
      await requeueHooks([{ body: 'later', attempt: 2, dueAt }], queueUrl, { clients });
      const [taken] = await receiveMessages(queueUrl, { clients, most: 1 });
      await acknowledgeMessages(taken ? [taken] : [], queueUrl, { clients });
    }
    await using sqs = await startEmbeddedSqs({ dataDir });
    const clients = { sqs: sqs.client };
    expect(sqs.messageBodies('lane').toSorted()).toEqual(['later', 'second']);
    expect(await readQueueDepth(queueUrl, { clients })).toMatchObject({ waiting: 1, delayed: 1 });
    expect(await receiveMessages(queueUrl, { clients })).toMatchObject([{ body: 'second' }]);
  });

  it('has its messages after a restart when their queue was tagged since', async () => {
    {
      await using sqs = await startEmbeddedSqs({ dataDir });
      const QueueUrl = await makeQueue(sqs.client, 'lane');
      await sqs.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'kept' }));
      await sqs.client.send(new TagQueueCommand({ QueueUrl, Tags: { team: 'hooks' } }));
    }
    await using sqs = await startEmbeddedSqs({ dataDir });
    expect(sqs.messageBodies('lane')).toEqual(['kept']);
  });

  it('lives in memory without a directory', async () => {
    {
      await using sqs = await startEmbeddedSqs();
      await makeQueue(sqs.client, 'lane');
    }
    await using sqs = await startEmbeddedSqs();
    const lanes = createLaneDirectory({ stage: 'test', clients: { sqs: sqs.client } });
    await expect(lanes.queueUrl('acme')).rejects.toMatchObject({ code: 'unknown_partner' });
  });

  it('does not take an empty or absent database for one that is written', async () => {
    const path = join(dataDir, 'fauxqs.db');
    const refusal = expect.objectContaining({ code: 'persistence_missing' });
    expect(() => assertWrittenFile(path)).toThrowError(refusal);
    expect(() => assertWrittenFile(dataDir)).toThrowError(refusal);
    await writeFile(path, '');
    expect(() => assertWrittenFile(path)).toThrowError(refusal);
    await writeFile(path, 'SQLite format 3');
    expect(() => assertWrittenFile(path)).not.toThrow();
  });

  it('does not start in a directory that is a file', async () => {
    const path = join(dataDir, 'file');
    await writeFile(path, '');
    await expect(startEmbeddedSqs({ dataDir: path })).rejects.toMatchObject({ code: 'EEXIST' });
  });
});

/** `connected`, or the code of what went wrong. */
function connect(host: string, endpoint: string): Promise<string> {
  const port = Number(new URL(endpoint).port);
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: 2_000 });
    const end = (outcome: string): void => {
      socket.destroy();
      resolve(outcome);
    };
    socket.once('connect', () => end('connected'));
    socket.once('timeout', () => end('timeout'));
    socket.once('error', (error) => end('code' in error ? String(error.code) : 'error'));
  });
}

interface Call {
  /** What the caller takes the server for. */
  readonly host: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function call(
  url: string,
  { host, method = 'GET', headers = {}, body }: Call,
): Promise<{ readonly status: number; readonly text: string }> {
  const outgoing = request(url, { method, headers: { ...headers, host }, agent: false });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: incoming.statusCode ?? 0, text: await text(incoming) };
}

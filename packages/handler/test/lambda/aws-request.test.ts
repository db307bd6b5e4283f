import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { systemClock } from '@hooklane/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendToAws } from '../../src/lambda/aws-request.ts';

const settings = {
  region: 'eu-west-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  clock: { ...systemClock, sleep: async () => {} },
  random: () => 0,
};

describe('a request to AWS from a function', () => {
  let server: Server;
  let sockets: Set<Socket>;
  let answered: number;

  beforeEach(async () => {
    sockets = new Set();
    answered = 0;
    server = createServer((_, response) => {
      answered += 1;
      response.end('{}');
    });
    server.on('connection', (socket) => sockets.add(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const send = () =>
    sendToAws(
      {
        service: 'sqs',
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
        target: 'AmazonSQS.SendMessageBatch',
        version: '1.0',
        input: {},
      },
      settings,
    );

  it('uses its connections again', async () => {
    await send();
    await send();
    expect([answered, sockets.size]).toEqual([2, 1]);
  });

  it('loses no try to connections that were closed while the function was frozen', async () => {
    await Promise.all([send(), send(), send(), send()]);
    expect(sockets.size).toBe(4);
    const old = new Set(sockets);
    // The function learns of it at its next write only.
    server.removeAllListeners('request');
    server.on('request', ({ socket }, response) => {
      if (old.has(socket)) socket.resetAndDestroy();
      else response.end('{"fresh":true}');
    });
    expect(await send()).toEqual({ fresh: true });
  });

  it('gives up after three tries on connections of its own', async () => {
    server.removeAllListeners('request');
    server.on('request', ({ socket }) => socket.resetAndDestroy());
    await expect(send()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(sockets.size).toBe(3);
  });
});

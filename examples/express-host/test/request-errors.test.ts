import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type LogEntry, silentLogger } from '@hooklane/core';
import express from 'express';
import { expect, it } from 'vitest';
import { callApi } from '../api-client.ts';
import { answerErrors } from '../request-errors.ts';

it('tells a client nothing of a fault of the host, and the log where it was', async () => {
  const logged: LogEntry[] = [];
  const app = express();
  app.get('/', () => {
    throw new Error('the database is at 10.1.2.3');
  });
  app.use(answerErrors({ ...silentLogger, error: (entry) => logged.push(entry) }));
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  expect(await callApi(url)).toEqual({
    status: 500,
    body: { error: { code: 'internal_error', message: 'Try again later' } },
  });
  expect(logged).toEqual([
    { message: 'A request failed', stack: expect.stringContaining('request-errors.test.ts') },
  ]);
  await new Promise((resolve) => server.close(resolve));
});

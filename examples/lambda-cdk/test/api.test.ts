import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HooklaneError } from '@hooklane/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../host/api.ts';
import { createTimer } from '../host/timer.ts';
import { runDemo } from '../local/demo.ts';
import { type LocalHost, startHost } from '../local/start-host.ts';

const directory = mkdtempSync(join(tmpdir(), 'hooklane-lambda-cdk-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it('brings an event from the API to a partner, who verifies it, and tells what became of it', async () => {
  const lines: string[] = [];
  const outcome = await runDemo(join(directory, 'demo'), (line) => lines.push(line));
  expect(outcome).toMatchObject({ status: 'delivered', attempts: 1 });
  expect(JSON.parse(outcome.body)).toMatchObject({ type: 'order.paid', data: { orderId: 'A-1' } });
  expect(lines.slice(0, 3)).toEqual([
    'POST /partners 202',
    'POST /subscriptions 201',
    'POST /events 202',
  ]);
}, 30_000);

describe('the API', () => {
  let host: LocalHost;
  beforeAll(async () => {
    host = await startHost(join(directory, 'api'));
  });
  afterAll(async () => {
    await host[Symbol.asyncDispose]();
  });

  const call = async (method: string, path: string, body?: string) => {
    const response = await fetch(`${host.api.url}${path}`, body ? { method, body } : { method });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };

  it.each([
    ['GET', '/nothing', undefined, 404, 'unknown_route'],
    ['POST', '/partners', '{', 400, 'invalid_options'],
    ['POST', '/partners', '{"partnerId":"Acme"}', 400, 'invalid_partner_id'],
    ['POST', '/events', '{"type":""}', 400, 'invalid_event'],
    ['POST', '/subscriptions', '{"partnerId":"acme"}', 400, 'invalid_subscription'],
    ['DELETE', '/subscriptions/sub_1', undefined, 404, 'unknown_subscription'],
    ['GET', '/hooks/msg_1/attempts', undefined, 404, 'unknown_hook'],
  ])('answers %s %s %s with %i, %s', async (method, path, body, status, code) => {
    expect(await call(method, path, body)).toMatchObject({ status, body: { code } });
  });

  it('takes what goes wrong in the store for its own fault, so that a client tries again', async () => {
    const busy = new HooklaneError('changed_meanwhile', 'Others are in the way');
    const publishEvent = () => Promise.reject(busy);
    const api = createApi({
      subscriptions: { ...host.local.subscriptions, publishEvent },
      provision: async () => {},
    });
    await expect(api({ routeKey: 'POST /events', body: '{"type":"order.paid"}' })).rejects.toBe(
      busy,
    );
  });

  it('refuses a policy before a lane is provisioned later, where nobody would hear of it', async () => {
    const provisioned: string[] = [];
    const api = createApi({
      subscriptions: host.local.subscriptions,
      provision: async (partnerId) => void provisioned.push(partnerId),
    });
    const ask = (timeoutMs: number) =>
      api({
        routeKey: 'POST /partners',
        body: JSON.stringify({ partnerId: 'acme', policy: { timeoutMs } }),
      });
    const refused = await ask(1);
    expect([refused.statusCode, refused.body]).toEqual([
      400,
      expect.stringContaining('invalid_policy'),
    ]);
    expect((await ask(5_000)).statusCode).toBe(202);
    expect(provisioned).toEqual(['acme']);
  });

  it('has its timers do what subscriptions want done now and then', async () => {
    const { subscriptions } = host.local;
    const timer = createTimer({ subscriptions, provision: async () => {} });
    const done = await Promise.all(
      (['resume', 'health', 'purge'] as const).map((task) => timer({ task })),
    );
    expect(done).toEqual([
      await subscriptions.resumePublishing(),
      await subscriptions.checkHealth(),
      await subscriptions.purge(),
    ]);
  });

  it('lists the subscriptions of a partner, and ends them', async () => {
    const input = { partnerId: 'globex', url: 'http://127.0.0.1:1/hooks', types: ['*'] };
    const { status, body } = await call('POST', '/subscriptions', JSON.stringify(input));
    expect(status).toBe(201);
    const listed = await call('GET', '/subscriptions?partnerId=globex');
    expect(listed.body).toMatchObject([{ id: body.id, partnerId: 'globex' }]);
    expect(await call('DELETE', `/subscriptions/${body.id}`)).toEqual({ status: 204 });
    expect((await call('GET', '/subscriptions?partnerId=globex')).body).toEqual([]);
  });
});

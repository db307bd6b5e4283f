import { silentLogger } from '@hooklane/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callApi, hookWithStatus } from '../api-client.ts';
import { localConfig } from '../config.ts';
import { type Host, startHost } from '../host.ts';
import { startPartnerServer } from '../partner-server.ts';
import { createTemporaryDirectory } from './temporary-directory.ts';

const directory = createTemporaryDirectory();
const stopped: string[] = [];
let host: Host;

beforeAll(async () => {
  const config = localConfig({ dataDir: directory.path });
  const log = (line: string) => stopped.push(line.split(':')[0] as string);
  host = await startHost(config, { logger: silentLogger, log });
});
afterAll(async () => {
  await host.stop();
  await host.stop();
  directory[Symbol.dispose]();
  expect(stopped).toEqual(['server', 'worker', 'results', 'store and connections are closed']);
});

const post = (path: string, body: unknown) => callApi(`${host.url}${path}`, body);

/** Adds a partner that subscribes to invoices. */
async function subscribe(partnerId: string, url: string): Promise<string> {
  const { body } = await post('/partners', { id: partnerId });
  await post('/subscriptions', { partnerId, url, types: ['invoice.*'] });
  return (body as { readonly secret: string }).secret;
}

async function publish(id: string, partnerId: string): Promise<string> {
  const { body } = await post('/invoices', { id, partnerId, cents: 1 });
  return (body as { readonly hooks: readonly { readonly id: string }[] }).hooks[0]?.id ?? '';
}

it('delivers an invoice once, however often it is sent, and tells what became of it', async () => {
  await using partner = await startPartnerServer();
  partner.secret = await subscribe('acme', partner.url);
  const hookId = await publish('inv-1', 'acme');
  const report = await hookWithStatus(`${host.url}/hooks/${hookId}`, { status: 'delivered' });
  expect(report).toMatchObject({ partnerId: 'acme', type: 'invoice.created' });
  expect(report.attempts).toMatchObject([{ attempt: 1, outcome: 'delivered', status: 200 }]);
  expect(await post('/invoices', { id: 'inv-1', partnerId: 'acme', cents: 1 })).toEqual({
    status: 202,
    body: { id: 'inv-1', hooks: [{ id: hookId, kind: 'known' }] },
  });
  expect(partner.invoiceIds).toEqual(['inv-1']);
});

it('rests the lane of an endpoint that is gone, and works it again for a new one', async () => {
  await using gone = await startPartnerServer();
  gone.answers = 410;
  await using partner = await startPartnerServer();
  partner.secret = await subscribe('globex', gone.url);
  const hookId = await publish('inv-2', 'globex');
  await hookWithStatus(`${host.url}/hooks/${hookId}`, { status: 'gone' });
  const url = partner.url;
  expect(await post('/subscriptions', { partnerId: 'globex', url, types: ['*'] })).toMatchObject({
    status: 201,
    body: { partnerId: 'globex', url, state: 'active' },
  });
  const { body } = await post('/invoices', { id: 'inv-3', partnerId: 'globex', cents: 1 });
  const { hooks } = body as { readonly hooks: readonly { id: string; kind: string }[] };
  expect(hooks.map(({ kind }) => kind).toSorted()).toEqual(['accepted', 'held']);
  const sent = hooks.find(({ kind }) => kind === 'accepted');
  await hookWithStatus(`${host.url}/hooks/${sent?.id}`, { status: 'delivered' });
  expect(partner.invoiceIds).toEqual(['inv-3']);
});

it('closes all that it opened when its port is taken', async () => {
  using other = createTemporaryDirectory();
  const port = Number(new URL(host.url).port);
  const closed: string[] = [];
  const starting = startHost(localConfig({ dataDir: other.path, port }), {
    logger: silentLogger,
    log: (line) => closed.push(line),
  });
  await expect(starting).rejects.toMatchObject({ code: 'EADDRINUSE' });
  expect(closed.at(-1)).toBe('store and connections are closed');
});

describe('what a client does wrong', () => {
  const url = 'http://127.0.0.1:1/';
  it.each([
    ['/partners', {}, 400, 'invalid_request'],
    ['/partners', { id: 'Not An Id' }, 400, 'invalid_partner_id'],
    ['/partners', { id: 'initech', secret: 'mine' }, 400, 'invalid_request'],
    ['/partners/nobody/secret', {}, 404, 'unknown_partner'],
    ['/subscriptions', { partnerId: 'nobody', url, types: ['*'] }, 404, 'unknown_partner'],
    ['/invoices', { id: 'inv-9', partnerId: 'acme', cents: 0.5 }, 400, 'invalid_request'],
    ['/invoices', { id: 'inv-9', partnerId: 'NOBODY', cents: 1 }, 400, 'invalid_partner_id'],
  ])('is answered with its code: %s %j', async (path, body, status, code) => {
    expect(await post(path, body)).toMatchObject({ status, body: { error: { code } } });
  });

  it('is a conflict, or a type of event that there is not', async () => {
    const { status, body } = await post('/partners', { id: 'umbrella', concurrency: 2 });
    expect([status, body]).toEqual([
      201,
      { id: 'umbrella', secret: expect.stringMatching(/^whsec_/) },
    ]);
    expect(await post('/partners', { id: 'umbrella' })).toEqual({
      status: 409,
      body: { error: { code: 'partner_exists', message: 'There is a partner umbrella' } },
    });
    const order = { partnerId: 'umbrella', url, types: ['order.*'] };
    expect(await post('/subscriptions', order)).toMatchObject({
      status: 400,
      body: { error: { code: 'unknown_event_type' } },
    });
    const text = await fetch(`${host.url}/partners`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"id":',
    });
    expect([text.status, await text.json()]).toEqual([
      400,
      { error: { code: 'invalid_request', message: 'The body cannot be read as JSON' } },
    ]);
    expect((await callApi(`${host.url}/hooks/msg_none`)).status).toBe(404);
  });
});

it('keeps an invoice that comes with other data from passing for the one before', async () => {
  await post('/invoices', { id: 'inv-6', partnerId: 'acme', cents: 1 });
  expect(await post('/invoices', { id: 'inv-6', partnerId: 'acme', cents: 2 })).toMatchObject({
    status: 409,
    body: { error: { code: 'idempotency_conflict' } },
  });
});

it('gives a new secret, with which the old one signs for a day', async () => {
  await using partner = await startPartnerServer();
  const old = await subscribe('stark', partner.url);
  const { status, body } = await post('/partners/stark/secret', {});
  const { secret } = body as { readonly secret: string };
  expect([status, secret === old]).toEqual([201, false]);
  // The partner has not changed yet.
  partner.secret = old;
  const hookId = await publish('inv-4', 'stark');
  await hookWithStatus(`${host.url}/hooks/${hookId}`, { status: 'delivered' });
  partner.secret = secret;
  const nextId = await publish('inv-5', 'stark');
  await hookWithStatus(`${host.url}/hooks/${nextId}`, { status: 'delivered' });
  expect(partner.invoiceIds).toEqual(['inv-4', 'inv-5']);
});

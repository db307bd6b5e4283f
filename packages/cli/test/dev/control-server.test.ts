import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type AttemptResult, HooklaneError } from '@hooklane/core';
import type { Local } from '@hooklane/local';
import { describe, expect, it } from 'vitest';
import { createAttemptFeed } from '../../src/dev/attempt-feed.ts';
import { startControlServer } from '../../src/dev/control-server.ts';

const token = 'the-token';
const headers = { authorization: `Bearer ${token}` };

/** The part of a local system that these tests ask for. */
function fakeLocal(): Local {
  const policies = new Map([['acme', { concurrency: 2 }]]);
  const policyOf = (partnerId: string) => {
    const policy = policies.get(partnerId);
    if (policy === undefined) throw new HooklaneError('unknown_partner', `No ${partnerId}`);
    return policy;
  };
  return {
    partnerIds: [...policies.keys()],
    isDisabled: () => false,
    policyOf,
    secrets: { getSecrets: async () => ['whsec_x'] },
    addPartner: async (partnerId: string, policy: { concurrency: number }) => {
      policies.set(partnerId, policy);
      return { partnerId, queueUrl: 'q', secret: 'whsec_y' };
    },
    removePartner: async () => {
      throw new HooklaneError('lane_not_empty', 'The lane is not empty');
    },
    disablePartner: async () => {
      throw new TypeError('a bug');
    },
  } as unknown as Local;
}

async function start() {
  const feed = createAttemptFeed();
  const server = await startControlServer({ local: fakeLocal(), feed, token });
  const ask = (path: string, options: RequestInit = {}) =>
    fetch(`${server.url}/${path}`, { ...options, headers: { ...headers, ...options.headers } });
  return { feed, server, ask, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

const attempt = (hookId: string, padding = ''): AttemptResult => ({
  v: 1,
  hookId,
  partnerId: 'acme',
  type: 'ping',
  host: `acme.example${padding}`,
  attempt: 1,
  startedAt: 0,
  durationMs: 1,
  outcome: { kind: 'delivered', status: 200 },
  next: { kind: 'finish' },
});

describe('the control server', () => {
  it('listens on the loopback interface, on a port of its own', async () => {
    await using dev = await start();
    expect(dev.server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('does what is asked of it', async () => {
    await using dev = await start();
    const added = await dev.ask('partners/globex', { method: 'PUT', body: '{"concurrency":7}' });
    expect(await added.json()).toEqual({ partnerId: 'globex', queueUrl: 'q', secret: 'whsec_y' });
    expect(await (await dev.ask('partners/globex/policy')).json()).toEqual({ concurrency: 7 });
    expect(await (await dev.ask('partners/acme/secrets')).json()).toEqual(['whsec_x']);
    expect(await (await dev.ask('partners')).json()).toEqual([
      { partnerId: 'acme', isDisabled: false },
    ]);
  });

  it.each([[''], ['Bearer other-one'], ['Bearer the-token2'], ['the-token']])(
    'turns away who says %j',
    async (authorization) => {
      await using dev = await start();
      const answer = await dev.ask('partners/acme/secrets', { headers: { authorization } });
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: 'unauthorized', exitCode: 4 });
    },
  );

  it('turns away a page whose name was made to lead here, though it had the token', async () => {
    await using dev = await start();
    const { port } = new URL(dev.server.url);
    const asked = request(`${dev.server.url}/partners`, {
      headers: { ...headers, host: `evil.example:${port}` },
    });
    asked.end();
    const [answer] = await once(asked, 'response');
    expect(answer.statusCode).toBe(403);
    expect(JSON.parse(await text(answer))).toMatchObject({ code: 'wrong_host' });
  });

  it.each([
    ['GET', 'partners/nobody/policy', undefined, 404, 'unknown_partner'],
    ['GET', 'partners/nobody/secrets', undefined, 404, 'unknown_partner'],
    ['DELETE', 'partners/acme', undefined, 409, 'lane_not_empty'],
    ['PUT', 'partners/acme', '{', 400, 'invalid_usage'],
    ['PUT', 'partners/acme', `"${'x'.repeat(70_000)}"`, 413, 'body_too_large'],
    ['GET', 'partners/%E0%A4%A', undefined, 404, 'unknown_request'],
    ['GET', 'partners/%E0%A4%A/policy', undefined, 400, 'invalid_usage'],
    ['PATCH', 'partners/acme', undefined, 404, 'unknown_request'],
    ['GET', 'partners/acme/constructor', undefined, 404, 'unknown_request'],
  ])('answers %s %s with a code', async (method, path, body, status, code) => {
    await using dev = await start();
    const answer = await dev.ask(path, { method, ...(body !== undefined && { body }) });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code, message: expect.any(String) });
  });

  it('shows no stack of what nobody expected', async () => {
    await using dev = await start();
    const answer = await dev.ask('partners/acme/disable', { method: 'POST' });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('control-server.test');
  });
});

describe('the stream of attempts', () => {
  it('gives attempts as they come, and ends when the server does', async () => {
    const dev = await start();
    const { body } = await dev.ask('attempts');
    dev.feed.publish(attempt('msg_1'));
    dev.feed.publish(attempt('msg_2'));
    const reading = text(body as never);
    await dev[Symbol.asyncDispose]();
    const lines = (await reading).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).hookId)).toEqual(['msg_1', 'msg_2']);
  });

  it('counts what a reader is too slow for, and tells it, in bounded memory', async () => {
    const dev = await start();
    const { body } = await dev.ask('attempts');
    const padding = 'x'.repeat(10_000);
    const published = 2_000;
    for (let at = 0; at < published; at += 1) dev.feed.publish(attempt(`msg_${at}`, padding));
    const reading = text(body as never);
    await dev[Symbol.asyncDispose]();
    const lines = (await reading)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const given = lines.filter(({ hookId }) => hookId !== undefined).length;
    const skipped = lines.reduce((sum, line) => sum + (line.skipped ?? 0), 0);
    expect(given + skipped).toBe(published);
    expect(skipped).toBeGreaterThan(0);
  });

  it('does not keep the server from ending when its reader has stopped', async () => {
    const dev = await start();
    const asked = request(`${dev.server.url}/attempts`, { headers });
    asked.on('error', () => {});
    asked.end();
    const [answer] = await once(asked, 'response');
    answer.on('error', () => {});
    answer.pause();
    // More than the system's own buffers take.
    for (let round = 0; round < 100; round += 1) {
      for (let at = 0; at < 100; at += 1) dev.feed.publish(attempt('msg', 'x'.repeat(10_000)));
      await new Promise(setImmediate);
    }
    await dev[Symbol.asyncDispose]();
    expect(answer.complete).toBe(false);
    asked.destroy();
  });
});

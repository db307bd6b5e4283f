import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type PartnerPolicy, silentLogger } from '@hooklane/core';
import { buildHook, createFakeClock } from '@hooklane/core/testing';
import { verifySignature } from '@hooklane/receiver';
import { describe, expect, it } from 'vitest';
import { type DeliverHookOptions, deliverHook, type TransportAnswer } from '../src/index.ts';
import { answered, createTransportDouble, secret } from './support/lane-under-test.ts';

const createSecrets = (secrets: readonly string[] = [secret]) => ({
  getSecrets: async () => secrets,
});

/** Delivers a hook over a transport that answers at once. */
function deliver(answer: TransportAnswer, options: Partial<DeliverHookOptions> = {}) {
  const transport = createTransportDouble(() => answer);
  const clock = createFakeClock();
  const result = deliverHook(buildHook(), {
    secrets: createSecrets(),
    transport,
    clock,
    random: () => 0,
    ...options,
  });
  return { result, transport, clock };
}

describe('deliverHook', () => {
  it('says what became of the attempt, and when it was', async () => {
    const transport = createTransportDouble(async () => {
      await clock.advance(250);
      return answered(200);
    });
    const clock = createFakeClock();
    const result = await deliver(answered(200), { transport, clock }).result;
    expect(result).toEqual({
      v: 1,
      hookId: 'msg_1',
      partnerId: 'acme',
      type: 'invoice.paid',
      host: 'partner.example',
      attempt: 1,
      startedAt: Date.UTC(2026, 0, 1),
      durationMs: 250,
      outcome: { kind: 'delivered', status: 200 },
      next: { kind: 'finish' },
    });
  });

  it('sends what the receiver verifies, signed for the time of the attempt', async () => {
    const { result, transport, clock } = deliver(answered(200));
    await result;
    const { headers = {}, body: sent } = transport.posts[0] ?? {};
    const body = Buffer.from(sent ?? []).toString();
    expect(verifySignature({ headers, body }, { secrets: [secret], clock })).toMatchObject({
      id: 'msg_1',
      timestamp: new Date(clock.now()),
      body: buildHook().body,
    });
  });

  it('gives the transport the deadline of the policy', async () => {
    const { result, transport } = deliver(answered(200), { policy: { timeoutMs: 1_234 } });
    await result;
    expect(transport.posts[0]).toMatchObject({ timeoutMs: 1_234, url: new URL(buildHook().url) });
  });

  it('counts attempts from 1, and gives up after the last of the schedule', async () => {
    const policy: PartnerPolicy = { schedule: [1_000, 3_000] };
    const nextAfter = async (attempt: number) =>
      (await deliver(answered(500), { policy, attempt }).result).next;
    const { startedAt } = await deliver(answered(500)).result;
    expect(await nextAfter(1)).toEqual({ kind: 'requeue', attempt: 2, dueAt: startedAt + 1_000 });
    expect(await nextAfter(2)).toEqual({ kind: 'requeue', attempt: 3, dueAt: startedAt + 2_000 });
    expect(await nextAfter(3)).toEqual({ kind: 'bury', reason: 'exhausted' });
  });

  it('spreads retries by the random numbers it is given', async () => {
    const policy: PartnerPolicy = { schedule: [10_000], jitter: 0.5 };
    const { result } = deliver(answered(500), { policy, random: () => 0.5 });
    const { next, startedAt } = await result;
    expect(next).toMatchObject({ dueAt: startedAt + 12_500 });
  });

  it.each([
    [
      { kind: 'failed', code: 'dns' },
      { kind: 'unanswered', code: 'dns' },
    ],
    [{ kind: 'unsendable' }, { kind: 'rejected', code: 'invalid_headers' }],
    [
      { kind: 'answered', status: 410 },
      { kind: 'gone', status: 410 },
    ],
  ] as const)('reads %o as %o', async (answer, outcome) => {
    expect(await deliver(answer).result).toMatchObject({ outcome });
  });

  it.each([
    ['ftp://partner.example/', 'partner.example'],
    ['https://user:pass@partner.example/', 'partner.example'],
    ['https://partner.example:22/', 'partner.example:22'],
    ['no URL', ''],
  ])('rejects a hook to %s before it is signed', async (url, host) => {
    const transport = createTransportDouble(() => answered(200));
    const secrets = { getSecrets: () => Promise.reject(new Error('Nobody asked for secrets')) };
    const result = await deliverHook(buildHook({ url }), { secrets, transport });
    expect(result).toMatchObject({
      host,
      outcome: { kind: 'rejected', code: 'invalid_url' },
      next: { kind: 'bury', reason: 'rejected' },
    });
    expect(transport.posts).toEqual([]);
  });

  it('sends nothing unsigned, and burns no attempt for it', async () => {
    const { result, transport, clock } = deliver(answered(200), {
      attempt: 4,
      secrets: createSecrets([]),
    });
    expect(await result).toMatchObject({
      outcome: { kind: 'unsigned', code: 'secret_missing' },
      next: { kind: 'requeue', attempt: 4, dueAt: clock.now() + 60_000 },
    });
    expect(transport.posts).toEqual([]);
  });

  it('asks one store once for the secrets of many hooks', async () => {
    let reads = 0;
    const secrets = {
      getSecrets: async () => {
        reads += 1;
        return [secret];
      },
    };
    const clock = createFakeClock();
    await deliver(answered(200), { secrets, clock }).result;
    await deliver(answered(200), { secrets, clock }).result;
    expect(reads).toBe(1);
  });

  it('hands its signal to the transport, and rejects with its reason', async () => {
    const transport = createTransportDouble(({ signal }) => {
      signal?.throwIfAborted();
      return answered(200);
    });
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(deliver(answered(200), { transport, signal }).result).rejects.toThrow('enough');
  });

  it.each([
    ['invalid_options', { retries: 3 }, 'unknown option: "retries"'],
    ['invalid_options', { logger: silentLogger }, 'unknown option: "logger"'],
    ['invalid_options', { secrets: undefined }, 'secrets must be a secret store'],
    ['invalid_options', { secrets: {} }, 'secrets must be a secret store'],
    ['invalid_options', { attempt: 0 }, 'attempt must be an integer from 1. Received: 0'],
    ['invalid_options', { attempt: 1.5 }, 'attempt must be an integer from 1. Received: 1.5'],
    ['invalid_policy', { policy: { timeoutMs: 1 } }, 'timeoutMs'],
  ])('throws %s for %o', async (code, options, message) => {
    const { result, transport } = deliver(answered(200), options as Partial<DeliverHookOptions>);
    await expect(result).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    expect(transport.posts).toEqual([]);
  });

  it('keeps one transport for all hooks under one egress policy', async () => {
    let connections = 0;
    const server = createServer((_, response) => void response.end());
    server.on('connection', () => {
      connections += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const egress = { allowHttp: true, ports: 'any', allowPrivateAddresses: true } as const;
    const deliverUnder = async (policy: DeliverHookOptions['egress']) =>
      (await deliverHook(buildHook({ url }), { secrets: createSecrets(), egress: policy })).outcome;
    expect(await deliverUnder({ ...egress })).toEqual({ kind: 'delivered', status: 200 });
    await deliverUnder({ ...egress });
    expect(connections).toBe(1);
    await deliverUnder({ ...egress, ports: [Number(new URL(url).port)] });
    expect(connections).toBe(2);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

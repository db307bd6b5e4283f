import { generateKeyPair } from '@hooklane/signature';
import { type } from 'arktype';
import * as valibot from 'valibot';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import {
  createReceiver,
  type ReceivedHook,
  type ReceiverAnswer,
  type ReceiverOptions,
  type ReplayGuard,
  requestSignatureSha256,
} from '../src/index.ts';
import { type HookToSign, signedRequest } from '../src/testing.ts';
import { createReceiver as createWebReceiver } from '../src/web.ts';
import { secret } from './valid-request.ts';

const send = (options: Partial<ReceiverOptions>, hook: HookToSign): Promise<ReceiverAnswer> =>
  createReceiver({ secrets: secret, ...options } as ReceiverOptions).receive(
    signedRequest(hook, { secret }),
  );

const paid = { type: 'invoice.paid', data: { cents: 100, note: 'private' } };

describe('a receiver', () => {
  afterEach(() => vi.restoreAllMocks());

  it.each([
    ['zod', z.object({ cents: z.number() })],
    ['valibot', valibot.object({ cents: valibot.number() })],
    ['arktype', type({ cents: 'number', '+': 'delete' })],
  ])('gives a handler the data that a schema of %s made', async (_, data) => {
    const hooks: ReceivedHook[] = [];
    const events = { 'invoice.paid': { data, handle: (hook: ReceivedHook) => hooks.push(hook) } };
    expect(await send({ events } as never, paid)).toMatchObject({ kind: 'processed', status: 200 });
    expect(hooks).toMatchObject([{ type: 'invoice.paid', data: { cents: 100 } }]);
    expect(hooks[0]?.data).toEqual({ cents: 100 });
  });

  it('answers 422 to what does not fit, telling paths and no values', async () => {
    const refused: unknown[] = [];
    const options = {
      events: {
        'invoice.paid': { data: z.object({ cents: z.string() }), handle: () => undefined },
      },
      onRefused: (error: unknown) => refused.push(error),
    };
    expect(await send(options as never, paid)).toMatchObject({
      kind: 'refused',
      status: 422,
      body: '{"error":{"code":"invalid_payload"}}',
    });
    expect(refused).toMatchObject([
      { code: 'invalid_payload', message: 'The webhook does not fit the schema at data.cents' },
    ]);
  });

  it('waits for a schema that answers later', async () => {
    const payload = z.object({ type: z.string() }).refine(async () => false);
    const answer = await send({ payload, onHook: () => undefined }, paid);
    expect(answer.status).toBe(422);
  });

  it('gives onHook what has no handler, with the payload that its schema made', async () => {
    const hooks: ReceivedHook[] = [];
    const payload = z.object({ type: z.string() });
    const onHook = (hook: ReceivedHook): unknown => hooks.push(hook);
    const events = { other: { handle: () => expect.unreachable() } };
    expect((await send({ payload, onHook, events } as never, paid)).kind).toBe('processed');
    expect(hooks).toMatchObject([{ data: paid.data, payload: { type: 'invoice.paid' } }]);
    expect(hooks[0]?.payload).toEqual({ type: 'invoice.paid' });
  });

  it.each(['unknown', '__proto__', 'constructor', 'toString'])(
    'accepts and ignores the type %s that has no handler',
    async (type) => {
      const events = { 'invoice.paid': { handle: () => expect.unreachable() } };
      expect(await send({ events }, { type, data: 1 })).toMatchObject({
        kind: 'ignored',
        status: 200,
      });
    },
  );

  it.each(['not JSON', '', new Uint8Array([0x22, 0xff, 0x22])])(
    'answers 422 to the body %j that is no JSON in UTF-8',
    async (body) => {
      expect((await send({ onHook: () => undefined }, { body })).status).toBe(422);
    },
  );

  it('parses JSON after a byte order mark, as text and as bytes', async () => {
    const payloads: unknown[] = [];
    const onHook = ({ payload }: ReceivedHook): unknown => payloads.push(payload);
    for (const body of ['\uFEFF{"a":1}', new TextEncoder().encode('\uFEFF{"a":1}')]) {
      expect((await send({ onHook }, { body })).status).toBe(200);
    }
    expect(payloads).toEqual([{ a: 1 }, { a: 1 }]);
  });

  it.each([1, null, [], 'text', { type: 5 }])(
    'takes the payload %j for one without a type',
    async (payload) => {
      const hooks: ReceivedHook[] = [];
      await send({ onHook: (hook) => hooks.push(hook) }, { body: JSON.stringify(payload) });
      expect(hooks).toMatchObject([{ type: undefined, data: undefined, payload }]);
    },
  );

  it('asks for its secrets with every request', async () => {
    const secrets = ['whsec_', secret];
    const receiver = createReceiver({
      secrets: async () => secrets.pop() ?? '',
      onHook: () => undefined,
      onError: () => undefined,
    });
    const request = signedRequest(paid, { secret });
    expect((await receiver.receive(request)).status).toBe(200);
    expect((await receiver.receive(request)).status).toBe(500);
  });

  it('writes to the console what nobody else is told', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const broken = new Error('the database is down');
    const onHook = (): never => {
      throw broken;
    };
    expect(await send({ onHook }, paid)).toMatchObject({ kind: 'failed', status: 500 });
    expect(log.mock.calls).toEqual([['A webhook could not be processed:', broken]]);
  });

  it('keeps the ids of two endpoints apart', async () => {
    const keys: string[] = [];
    const replayGuard: ReplayGuard = {
      async claim(key) {
        keys.push(key);
        return { kind: 'processed' };
      },
      complete: async () => undefined,
      release: async () => undefined,
    };
    for (const [endpoint, id] of [
      ['a', 'b/c'],
      ['a/b', 'c'],
      [() => 'a', 'b/c'],
    ] as const) {
      const answer = await send(
        { endpoint, replayGuard, onHook: () => undefined },
        { ...paid, id },
      );
      expect(answer.kind).toBe('duplicate');
    }
    expect(keys[0]).not.toBe(keys[1]);
    expect(keys[0]).toBe(keys[2]);
  });

  it('does not ask the guard for what is not signed well', async () => {
    const replayGuard = { claim: () => expect.unreachable() } as unknown as ReplayGuard;
    const { body, headers } = signedRequest(paid, { secret });
    const receiver = createReceiver({ secrets: secret, replayGuard, onHook: () => undefined });
    expect((await receiver.receive({ headers, body: `${body} ` })).status).toBe(401);
  });

  it('answers 200 when only the note that it was processed failed', async () => {
    const errors: unknown[] = [];
    const down = new Error('down');
    const replayGuard: ReplayGuard = {
      claim: async () => ({ kind: 'claimed', token: '1' }),
      complete: () => Promise.reject(down),
      release: async () => undefined,
    };
    const onError = (error: unknown): unknown => errors.push(error);
    const answer = await send({ replayGuard, onError, onHook: () => undefined } as never, paid);
    expect([answer.status, errors]).toEqual([200, [down]]);
  });

  it('tells both errors when a failed hook cannot be given back', async () => {
    const errors: unknown[] = [];
    const replayGuard: ReplayGuard = {
      claim: async () => ({ kind: 'claimed', token: '1' }),
      complete: async () => undefined,
      release: () => Promise.reject(new Error('down')),
    };
    const onHook = (): never => {
      throw new Error('cannot');
    };
    const onError = (error: unknown): unknown => errors.push(error);
    expect((await send({ replayGuard, onError, onHook } as never, paid)).status).toBe(500);
    expect(errors).toMatchObject([{ errors: [{ message: 'cannot' }, { message: 'down' }] }]);
  });

  it('does the same on WebCrypto', async () => {
    const receiver = createWebReceiver({ secrets: secret, onHook: () => undefined });
    const { body, headers } = signedRequest(paid, { secret });
    expect((await receiver.receive({ headers, body })).status).toBe(200);
    expect((await receiver.receive({ headers, body: `${body} ` })).status).toBe(401);
  });

  const onHook = (): void => undefined;
  const { secret: privateKey } = generateKeyPair();

  it.each([
    ['no handler', { secrets: secret }, 'invalid_options'],
    ['an unknown option', { secrets: secret, onHook, tolerance: 5 }, 'invalid_options'],
    ['no secret', { onHook }, 'invalid_secret'],
    ['an empty secret', { secrets: '', onHook }, 'invalid_secret'],
    ['a password for a secret', { secrets: 'my password', onHook }, 'invalid_secret'],
    ['a secret of the sender', { secrets: [secret, privateKey], onHook }, 'invalid_secret'],
    [
      'an empty secret of another scheme',
      { schemes: [{ ...requestSignatureSha256, secrets: '' }], onHook },
      'invalid_secret',
    ],
    ['no options', undefined, 'invalid_options'],
    ['a wrong tolerance', { secrets: secret, onHook, toleranceSeconds: 0 }, 'invalid_options'],
  ])('is refused with %s', (_, options, code) => {
    const refused = expect.objectContaining({ code });
    expect(() => createReceiver(options as never)).toThrow(refused);
    expect(() => createWebReceiver(options as never)).toThrow(refused);
  });
});

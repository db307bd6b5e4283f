import { describe, expect, it } from 'vitest';
import { createHook } from '../src/index.ts';
import { buildHookInput } from '../src/testing.ts';
import { refusalOf } from './refusal.ts';

const options = { now: 1_767_225_600_000, newId: () => 'msg_new' };
const valid = buildHookInput();

describe('createHook', () => {
  it('fills in the id and the time', () => {
    expect(createHook(valid, options)).toEqual({
      id: 'msg_new',
      partnerId: 'acme',
      url: 'https://partner.example/hooks',
      type: 'invoice.paid',
      body: '{"type":"invoice.paid","note":"body-of-a-hook"}',
      createdAt: 1_767_225_600_000,
    });
  });

  it('keeps what it is given', () => {
    const given = { ...valid, id: 'own-id_1', createdAt: 0, headers: { 'X-Trace': '1' } };
    expect(createHook(given, options)).toMatchObject({
      id: 'own-id_1',
      createdAt: 0,
      headers: { 'x-trace': '1' },
    });
  });

  it('counts a field that is undefined as left out', () => {
    const given = { ...valid, id: undefined, createdAt: undefined, headers: undefined };
    const hook = createHook(given, options);
    expect(hook).toMatchObject({ id: 'msg_new', createdAt: options.now });
    expect('headers' in hook).toBe(false);
  });

  it('writes the URL in its normal form', () => {
    const url = 'HTTPS://Partner.Example:443/a/../b?c#d';
    expect(createHook({ ...valid, url }, options).url).toBe('https://partner.example/b?c#d');
  });

  it('reads bytes as the text that they are, byte order mark included', () => {
    const text = '\uFEFF{"name":"Zoë 😀"}';
    const body = new TextEncoder().encode(text);
    expect(createHook({ ...valid, body }, options).body).toBe(text);
    expect(createHook({ ...valid, body: Buffer.from(text) }, options).body).toBe(text);
  });

  it('reads no more of a view than the view', () => {
    const bytes = Buffer.from('xx{}xx');
    expect(createHook({ ...valid, body: bytes.subarray(2, 4) }, options).body).toBe('{}');
  });

  it.each(['', ' ', '\n', '\u0000', '\uFFFF', 'not json'])('takes the body %j as it is', (body) => {
    expect(createHook({ ...valid, body }, options).body).toBe(body);
  });

  it('follows the egress policy', () => {
    const url = 'http://localhost:3000/hooks';
    const egress = { allowHttp: true, ports: [3000], allowPrivateAddresses: true };
    expect(createHook({ ...valid, url }, { ...options, egress }).url).toBe(url);
  });

  it('leaves what it was given as it was', () => {
    const given = Object.freeze({ ...valid, headers: Object.freeze({ 'X-Trace': '1' }) });
    createHook(given, options);
  });
});

describe('createHook with bad input', () => {
  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['hook', '"hook"'],
    [7, '7'],
    [[valid], 'an array of 1'],
    [() => valid, 'a function'],
  ])('refuses %j', (input, shown) => {
    const error = refusalOf(() => createHook(input, options), 'invalid_hook');
    expect(error.message).toBe(
      `This hook cannot be published: it must be an object. Received: ${shown}`,
    );
  });

  it.each([
    ['id', '', 'invalid_hook', '""'],
    ['id', null, 'invalid_hook', 'null'],
    ['id', 'a'.repeat(65), 'invalid_hook', `"${'a'.repeat(60)}…"`],
    ['id', 'msg 1', 'invalid_hook', '"msg 1"'],
    ['id', 'msg.1', 'invalid_hook', '"msg.1"'],
    ['id', 'msg_1\n', 'invalid_hook', '"msg_1\\n"'],
    ['id', 'é', 'invalid_hook', '"é"'],
    ['id', 1, 'invalid_hook', '1'],
    ['partnerId', undefined, 'invalid_partner_id', 'undefined'],
    ['partnerId', null, 'invalid_partner_id', 'null'],
    ['partnerId', 'Acme', 'invalid_partner_id', '"Acme"'],
    ['partnerId', 'acme-dlq', 'invalid_partner_id', '"acme-dlq"'],
    ['partnerId', 'results', 'invalid_partner_id', '"results"'],
    ['url', undefined, 'invalid_url', 'undefined'],
    ['url', 'partner.example', 'invalid_url', '"partner.example"'],
    ['url', 'http://partner.example/', 'invalid_url', '"http://partner.example/"'],
    ['url', new URL('https://partner.example/'), 'invalid_url', 'an object'],
    ['type', undefined, 'invalid_hook', 'undefined'],
    ['type', '', 'invalid_hook', '""'],
    ['type', 'invoice paid', 'invalid_hook', '"invoice paid"'],
    ['type', 'a'.repeat(129), 'invalid_hook', `"${'a'.repeat(60)}…"`],
    ['type', 'rechnung.bezählt', 'invalid_hook', '"rechnung.bezählt"'],
    ['type', 'a\r\nb', 'invalid_hook', '"a\\r\\nb"'],
    ['type', {}, 'invalid_hook', 'an object'],
    ['body', undefined, 'invalid_hook', 'undefined'],
    ['body', null, 'invalid_hook', 'null'],
    ['body', { type: 'invoice.paid' }, 'invalid_hook', 'object'],
    ['body', 7, 'invalid_hook', 'number'],
    ['body', new ArrayBuffer(2), 'invalid_hook', 'object'],
    ['createdAt', null, 'invalid_hook', 'null'],
    ['createdAt', -1, 'invalid_hook', '-1'],
    ['createdAt', 1.5, 'invalid_hook', '1.5'],
    ['createdAt', Number.NaN, 'invalid_hook', 'NaN'],
    ['createdAt', 2 ** 53, 'invalid_hook', '9007199254740992'],
    ['createdAt', '2026-01-01', 'invalid_hook', '"2026-01-01"'],
    ['createdAt', new Date(0), 'invalid_hook', 'an object'],
    ['createdAt', 1n, 'invalid_hook', '1'],
    ['headers', null, 'invalid_headers', 'null'],
    ['headers', [], 'invalid_headers', 'an array of 0'],
    ['headers', 'x: 1', 'invalid_headers', '"x: 1"'],
  ])('refuses the %s %s', (field, value, code, shown) => {
    const error = refusalOf(() => createHook({ ...valid, [field]: value }, options), code);
    expect(error.message).toContain(`Received: ${shown}`);
  });

  it.each([
    ['a high surrogate alone', 'a\uD800b'],
    ['a low surrogate alone', 'a\uDC00b'],
    ['surrogates in the wrong order', '\uDC00\uD800'],
  ])('refuses a body with %s', (_, body) => {
    const error = refusalOf(() => createHook({ ...valid, body }, options), 'invalid_hook');
    expect(error.message).toContain('lone surrogate');
  });

  it.each([
    ['a byte that never occurs', [0x7b, 0xff, 0x7d]],
    ['a sequence cut off', [0xe2, 0x82]],
    ['an overlong form', [0xc0, 0xaf]],
    ['an encoded surrogate', [0xed, 0xa0, 0x80]],
    ['a code point beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
  ])('refuses bytes with %s', (_, bytes) => {
    const body = Uint8Array.from(bytes);
    const error = refusalOf(() => createHook({ ...valid, body }, options), 'invalid_hook');
    expect(error.message).toContain('not well-formed UTF-8');
    expect(error.cause).toBeInstanceOf(TypeError);
  });

  it.each(['payload', 'Url', 'webhookId', '__proto_', ''])('refuses the field %j', (field) => {
    const error = refusalOf(() => createHook({ ...valid, [field]: 1 }, options), 'invalid_hook');
    expect(error.message).toBe(
      `This hook cannot be published: it has an unknown field: ${JSON.stringify(field)}`,
    );
  });

  it('refuses an id that newId made wrong', () => {
    const newId = (): string => 'not an id';
    refusalOf(() => createHook(valid, { ...options, newId }), 'invalid_hook');
  });

  it('never shows a body or a header value', () => {
    const inputs = [
      { ...valid, body: 'hidden-7f3a \uD800' },
      { ...valid, body: { token: 'hidden-7f3a' } },
      { ...valid, headers: { authorization: 'hidden-7f3a\n' } },
    ];
    for (const input of inputs) {
      expect(errorOf(() => createHook(input, options)).message).not.toContain('hidden-7f3a');
    }
  });
});

function errorOf(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('Nothing was refused');
}

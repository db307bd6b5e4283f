import { describe, expect, it } from 'vitest';
import { parseHookHeaders } from '../src/hook-headers.ts';
import { refusalOf } from './refusal.ts';

describe('parseHookHeaders', () => {
  it('puts names in lower case and keeps values as they are', () => {
    const given = { Authorization: 'Bearer Token', 'X-Trace': ' 1\t2 ', 'x-latin': 'Zoë' };
    expect(parseHookHeaders(given)).toEqual({
      authorization: 'Bearer Token',
      'x-trace': ' 1\t2 ',
      'x-latin': 'Zoë',
    });
  });

  it.each([[undefined], [{}]])('has none for %j', (given) => {
    expect(parseHookHeaders(given)).toBeUndefined();
  });

  it('takes a record without a prototype', () => {
    const given = Object.assign(Object.create(null), { 'X-Trace': '1' });
    expect(parseHookHeaders(given)).toEqual({ 'x-trace': '1' });
  });

  it.each([
    null,
    'x: 1',
    7,
    true,
    ['x', '1'],
    new Headers({ 'x-trace': '1' }),
    new Map([['x-trace', '1']]),
    () => ({}),
  ])('refuses %s', (given) => {
    const error = refusalOf(() => parseHookHeaders(given), 'invalid_headers');
    expect(error.message).toMatch(/^Headers of a hook must be an object of strings\. Received: /);
  });

  it.each([
    'host',
    'Host',
    'content-length',
    'Content-Type',
    'transfer-encoding',
    'connection',
    'keep-alive',
    'upgrade',
    'te',
    'trailer',
    'expect',
    'cookie',
    'user-agent',
    'proxy-authorization',
    'Proxy-Connection',
    'webhook-id',
    'webhook-anything',
    'Hooklane-Attempt',
    'hooklane-',
  ])('refuses %s, which Hooklane or HTTP sets', (name) => {
    const error = refusalOf(() => parseHookHeaders({ [name]: 'x' }), 'invalid_headers');
    expect(error.message).toBe(
      `Headers of a hook may not set "${name.toLowerCase()}": Hooklane sets it or HTTP reserves it`,
    );
  });

  it.each([
    '',
    ' ',
    'x trace',
    'x:trace',
    'x\r\ny',
    'x\u0000',
    'zoë',
    '(x)',
    'x'.repeat(129),
    '\u212Aey',
  ])('refuses the name %j, which is no token', (name) => {
    const error = refusalOf(() => parseHookHeaders({ [name]: 'x' }), 'invalid_headers');
    expect(error.message).toContain('which is no token');
  });

  it.each([
    ['CR', 'a\rb'],
    ['LF', 'a\nb'],
    ['CR LF', 'a\r\nhost: evil'],
    ['NUL', 'a\u0000b'],
    ['DEL', 'a\u007F'],
    ['another control character', 'a\u001Bb'],
    ['text beyond Latin-1', '€'],
    ['an emoji', '😀'],
    ['a number', 7],
    ['undefined', undefined],
    ['null', null],
    ['a list', ['a', 'b']],
  ])('refuses a value with %s, without showing it', (_, value) => {
    const error = refusalOf(() => parseHookHeaders({ 'x-trace': value }), 'invalid_headers');
    expect(error.message).toBe(
      'Headers of a hook give "x-trace" a value that is not one line of Latin-1 text',
    );
  });

  it('refuses a name that comes twice', () => {
    const given = { 'X-Trace': '1', 'x-trace': '2' };
    const error = refusalOf(() => parseHookHeaders(given), 'invalid_headers');
    expect(error.message).toBe('Headers of a hook name "x-trace" twice');
  });

  it('takes 32 headers, and not one more', () => {
    const names = Array.from({ length: 33 }, (_, index) => [`x-${index}`, '']);
    expect(parseHookHeaders(Object.fromEntries(names.slice(0, 32)))).toBeDefined();
    const error = refusalOf(() => parseHookHeaders(Object.fromEntries(names)), 'invalid_headers');
    expect(error.message).toBe('Headers of a hook are 33, more than 32');
  });

  it('takes 8,192 bytes of names and values, and not one more', () => {
    expect(parseHookHeaders({ x: 'v'.repeat(8_191) })).toBeDefined();
    const error = refusalOf(() => parseHookHeaders({ x: 'v'.repeat(8_192) }), 'invalid_headers');
    expect(error.message).toBe('Headers of a hook take 8193 bytes, more than 8192');
  });

  it('keeps a header that is named like a member of objects', () => {
    const headers = parseHookHeaders(JSON.parse('{"__proto__":"1","constructor":"2"}'));
    expect(Object.entries(headers ?? {})).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
  });
});

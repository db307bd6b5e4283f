import type { IncomingHttpHeaders } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type ReceivedHeaders, type VerifiedHook, verifySignature } from '../src/index.ts';
import {
  id,
  refusalOf,
  signature,
  timestamp,
  validOptions,
  validRequest,
} from './valid-request.ts';

const pairs: [string, string][] = [
  ['content-type', 'application/json'],
  ['Webhook-Id', id],
  ['WEBHOOK-TIMESTAMP', timestamp],
  ['webhook-signature', signature],
];
const record = Object.fromEntries(pairs);
const other = `v1,${Buffer.alloc(32).toString('base64')}`;

function judge(headers: ReceivedHeaders): VerifiedHook {
  return verifySignature({ ...validRequest, headers }, validOptions);
}

function judgeWith(changes: Record<string, unknown>): VerifiedHook {
  return judge({ ...validRequest.headers, ...changes } as ReceivedHeaders);
}

describe('headers', () => {
  it.each<[string, ReceivedHeaders]>([
    ['fetch Headers', new Headers(pairs)],
    ['headers of a Node request', lowerCased(record) satisfies IncomingHttpHeaders],
    [
      'distinct headers of a Node request',
      { 'webhook-id': [id], 'webhook-timestamp': [timestamp], 'webhook-signature': [signature] },
    ],
    ['a Map', new Map(pairs)],
    ['a Map of arrays', new Map(pairs.map(([name, value]) => [name, [value]]))],
    ['an array of pairs', pairs],
    ['a record', record],
    ['a record without a prototype', Object.assign(Object.create(null), record)],
    ['a record with absent values', { ...record, cookie: undefined }],
  ])('are read from %s, in any case', (_, headers) => {
    expect(judge(headers).id).toBe(id);
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])(
    'are refused without %s, and the error names it',
    (name) => {
      for (const nothing of [undefined, '', [], [''], [undefined]]) {
        const { code, message } = refusalOf(() => judgeWith({ [name]: nothing }));
        expect(code).toBe('missing_header');
        expect(message).toContain(name);
      }
    },
  );

  it('are not read from a polluted prototype', () => {
    Object.assign(Object.prototype, validRequest.headers);
    expect(refusalOf(() => judge({})).code).toBe('missing_header');
    expect(refusalOf(() => judge(new Headers())).code).toBe('missing_header');
    expect(refusalOf(() => judge([])).code).toBe('missing_header');
  });

  it('are not read from a __proto__ key', () => {
    const text = JSON.stringify({ proto: validRequest.headers }).replace('proto', '__proto__');
    expect(refusalOf(() => judge(JSON.parse(text))).code).toBe('missing_header');
  });

  it('are not read from the prototype of a record', () => {
    expect(refusalOf(() => judge(Object.create(validRequest.headers))).code).toBe('missing_header');
  });

  afterEach(() => {
    for (const name of Object.keys(validRequest.headers))
      Reflect.deleteProperty(Object.prototype, name);
  });

  it.each([
    ['webhook-id', id],
    ['webhook-timestamp', timestamp],
  ])('are refused with two values of %s, even equal ones', (name, value) => {
    const twice = [
      () => judgeWith({ [name]: [value, value] }),
      () => judgeWith({ [name]: `${value}, ${value}` }),
      () => judgeWith({ [name.toUpperCase()]: value }),
      () => judge(new Headers([...pairs, [name, value]])),
      () => judge([...pairs, [name, value]]),
    ];
    for (const act of twice) {
      const { code, message } = refusalOf(act);
      expect(code).toBe('invalid_header');
      expect(message).toContain(`${name} was received more than once`);
    }
  });

  it('may have several signatures, however they arrive', () => {
    const name = 'webhook-signature';
    const several = [
      () => judgeWith({ [name]: `${other} ${signature}` }),
      () => judgeWith({ [name]: [other, signature] }),
      () => judgeWith({ [name]: `${other}, ${signature}, ${other}` }),
      () => judge(new Headers([...pairs, [name, other]])),
      () => judge([[name, other], ...pairs]),
    ];
    for (const act of several) expect(act().id).toBe(id);
  });

  it('have at most 16 signatures in 4,096 characters', () => {
    const judgeSignature = (value: string): unknown => judgeWith({ 'webhook-signature': value });
    expect(judgeSignature(`${other} `.repeat(15) + signature)).toMatchObject({ id });
    for (const tooMuch of [`${other} `.repeat(16) + signature, signature.padStart(4097)]) {
      expect(refusalOf(() => judgeSignature(tooMuch)).code).toBe('invalid_header');
    }
  });

  it.each(['a.1', 'a b', 'é', 'a'.repeat(256), 'a\n'])('are refused with the id %j', (value) => {
    expect(refusalOf(() => judgeWith({ 'webhook-id': value })).code).toBe('invalid_header');
  });

  it('are refused when a value is not text', () => {
    for (const value of [1, null, {}, [1], [[id]]]) {
      expect(refusalOf(() => judgeWith({ 'webhook-id': value })).code).toBe('invalid_header');
    }
  });

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['text', 'webhook-id: a'],
    ['a function', () => pairs],
    ['a flat list, like rawHeaders', pairs.flat()],
    ['bytes', Buffer.from('webhook-id')],
    ['pairs without a value', [['webhook-id']]],
    ['pairs with a name that is not text', [[1, 'a']]],
    ['a Set', new Set(['webhook-id'])],
  ])('are refused as %s', (_, headers) => {
    const wrong = headers as unknown as ReceivedHeaders;
    expect(refusalOf(() => judge(wrong)).code).toBe('invalid_header');
  });

  it('are read to the end however many there are', () => {
    const many = Array.from({ length: 200_000 }, () => other);
    expect(refusalOf(() => judgeWith({ 'webhook-signature': many })).code).toBe('invalid_header');
    const named = (name: string): [string, string][] => many.map((value) => [name, value]);
    expect(refusalOf(() => judge(named('webhook-id'))).code).toBe('invalid_header');
    expect(judge([...named('x'), ...pairs]).id).toBe(id);
  });
});

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

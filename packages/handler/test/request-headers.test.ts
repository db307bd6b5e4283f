import { buildHook } from '@hooklane/core/testing';
import { createSigningKey, sign } from '@hooklane/signature';
import { describe, expect, it } from 'vitest';
import { version } from '../src/index.ts';
import { buildRequestHeaders } from '../src/request-headers.ts';
import { secret } from './support/lane-under-test.ts';

const keys = [createSigningKey(secret), createSigningKey('whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX')];
const startedAt = Date.UTC(2026, 0, 1) + 999;

function headersOf(fields: Parameters<typeof buildHook>[0] = {}) {
  const hook = buildHook(fields);
  return buildRequestHeaders(hook, { attempt: 3, body: Buffer.from(hook.body), startedAt, keys });
}

describe('the headers of an attempt', () => {
  it('say what the hook is and which attempt this is, and nothing else', () => {
    const timestampSeconds = Date.UTC(2026, 0, 1) / 1_000;
    const body = Buffer.from(buildHook().body);
    expect(headersOf()).toEqual({
      'content-type': 'application/json',
      'content-length': '47',
      'user-agent': `Hooklane/${version}`,
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(timestampSeconds),
      'webhook-signature': sign({ id: 'msg_1', timestampSeconds, body }, keys),
      'hooklane-type': 'invoice.paid',
      'hooklane-attempt': '3',
    });
  });

  it('count the length in bytes, not in characters', () => {
    expect(headersOf({ body: '{"hello":"wörld 👋"}' })['content-length']).toBe('23');
  });

  it('carry one signature for each key, in their order', () => {
    const items = headersOf()['webhook-signature']?.split(' ');
    expect(items).toHaveLength(2);
    const [first = ''] = items ?? [];
    const timestampSeconds = Date.UTC(2026, 0, 1) / 1_000;
    const body = Buffer.from(buildHook().body);
    expect(first).toBe(sign({ id: 'msg_1', timestampSeconds, body }, keys.slice(0, 1)));
  });

  it('hold those of the hook, which never win over those of the attempt', () => {
    const headers = headersOf({
      headers: {
        'x-tenant': '7',
        'webhook-id': 'msg_2',
        'content-length': '1',
        'hooklane-attempt': '9',
      },
    });
    expect(headers).toMatchObject({
      'x-tenant': '7',
      'webhook-id': 'msg_1',
      'content-length': '47',
      'hooklane-attempt': '3',
    });
  });
});

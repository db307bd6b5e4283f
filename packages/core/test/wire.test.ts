import { describe, expect, it } from 'vitest';
import {
  attributeReserveBytes,
  encodeHook,
  maxMessageBytes,
  parseHook,
  wireVersion,
} from '../src/index.ts';
import { buildHook } from '../src/testing.ts';
import { refusalOf } from './refusal.ts';

const largest = maxMessageBytes - attributeReserveBytes;

describe('encodeHook', () => {
  it('writes version 1 and the fields of the hook, in one order', () => {
    expect(encodeHook(buildHook({ headers: { 'x-trace': '1' } }))).toBe(
      '{"v":1,"id":"msg_1","partnerId":"acme","url":"https://partner.example/hooks","type":"invoice.paid","body":"{\\"type\\":\\"invoice.paid\\",\\"note\\":\\"body-of-a-hook\\"}","createdAt":1767225600000,"headers":{"x-trace":"1"}}',
    );
    expect(wireVersion).toBe(1);
  });

  it('leaves out headers that are not there', () => {
    expect(encodeHook(buildHook())).not.toContain('headers');
  });

  it('writes nothing that is not a field of a hook', () => {
    const hook = { ...buildHook(), secret: 'whsec_x' };
    expect(encodeHook(hook)).not.toContain('whsec_x');
  });

  it('escapes what SQS refuses', () => {
    const text = encodeHook(buildHook({ body: 'a\uFFFEb\uFFFFc\u0000d' }));
    expect(text).toContain('a\\ufffeb\\uffffc\\u0000d');
  });

  it.each([
    ['ASCII', 'a', 1],
    ['two-byte', 'é', 2],
    ['three-byte', '€', 3],
    ['four-byte', '😀', 4],
  ])(
    'takes a hook of exactly 1,047,552 bytes of %s text, and not one more',
    (_, character, width) => {
      const envelope = Buffer.byteLength(encodeHook(buildHook({ body: '' })));
      const room = largest - envelope;
      const body = character.repeat(Math.floor(room / width)) + 'x'.repeat(room % width);
      expect(Buffer.byteLength(encodeHook(buildHook({ body })))).toBe(largest);
      const error = refusalOf(() => encodeHook(buildHook({ body: `${body}x` })), 'hook_too_large');
      expect(error.message).toBe(
        'Hook msg_1 takes 1047553 bytes in its queue, more than 1047552. Send a link to the data instead of the data',
      );
    },
  );

  it('counts what escaping adds', () => {
    const body = '\uFFFF'.repeat(Math.floor(largest / 6));
    refusalOf(() => encodeHook(buildHook({ body })), 'hook_too_large');
  });
});

describe('parseHook', () => {
  const wire = { v: 1, ...buildHook() };

  it('ignores fields that it does not know', () => {
    expect(parseHook(JSON.stringify({ ...wire, priority: 'high' }))).toEqual(buildHook());
  });

  it.each([2, 1.5, 1e9])('leaves version %d to a newer consumer', (v) => {
    const error = refusalOf(() => parseHook(JSON.stringify({ v })), 'unsupported_wire_version');
    expect(error.message).toBe(
      `The message has wire version ${v}, newer than 1. Update Hooklane in this consumer`,
    );
  });

  it.each([
    ['v', undefined],
    ['v', 0],
    ['v', -1],
    ['v', '1'],
    ['v', '2'],
    ['id', undefined],
    ['id', ''],
    ['id', 'a'.repeat(65)],
    ['id', 'a.b'],
    ['id', 7],
    ['partnerId', undefined],
    ['partnerId', 'ACME'],
    ['partnerId', 'results'],
    ['url', undefined],
    ['url', null],
    ['type', undefined],
    ['type', 'invoice paid'],
    ['type', ['invoice.paid']],
    ['body', undefined],
    ['body', { type: 'invoice.paid' }],
    ['createdAt', undefined],
    ['createdAt', '1767225600000'],
    ['createdAt', 1.5],
    ['createdAt', 2 ** 53],
    ['headers', null],
    ['headers', ['x-trace']],
    ['headers', { 'x-trace': 1 }],
    ['headers', 'x-trace: 1'],
  ])('refuses a message whose %s is %j', (field, value) => {
    const message = JSON.stringify({ ...wire, [field]: value });
    const error = refusalOf(() => parseHook(message), 'invalid_message');
    expect(error.message).toBe(`The message is not a hook: ${field} is missing or malformed`);
  });

  it('refuses a body with a lone surrogate', () => {
    const message = JSON.stringify({ ...wire, body: '\uD800' });
    refusalOf(() => parseHook(message), 'invalid_message');
  });

  it.each(['', 'null', '[]', '"hook"', '1', 'true', '{', '{"v":1', 'undefined', '\uFEFF{}'])(
    'refuses the message %j',
    (message) => {
      refusalOf(() => parseHook(message), 'invalid_message');
    },
  );

  it('survives JSON that is nested deeply', () => {
    refusalOf(() => parseHook('['.repeat(500_000)), 'invalid_message');
    refusalOf(() => parseHook('['.repeat(100_000) + ']'.repeat(100_000)), 'invalid_message');
  });

  it('quotes nothing of a message that it refuses', () => {
    const error = refusalOf(() => parseHook('{"body":"card 4242" oops'), 'invalid_message');
    expect(`${error.message} ${String(error.cause)}`).not.toContain('4242');
  });

  it('keeps members of the object prototype apart from fields', () => {
    const message = '{"__proto__":{"v":1},"constructor":1}';
    refusalOf(() => parseHook(message), 'invalid_message');
  });
});

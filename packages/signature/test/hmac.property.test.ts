import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHmacSha256 } from '../src/hmac.ts';

const secrets = fc.uint8Array({ minLength: 1, maxLength: 200 });
const prefixes = fc.string({ unit: 'binary', maxLength: 300 });
// Around the 32 KiB up to which a content is hashed by one-shot calls.
const lengths = fc.oneof(fc.nat(300), fc.integer({ min: 32_000, max: 33_000 }));

describe('createHmacSha256', () => {
  it('makes what createHmac makes of bytes', () => {
    fc.assert(
      fc.property(secrets, prefixes, lengths, fc.nat(255), (secret, prefix, length, byte) => {
        const body = new Uint8Array(length).map((_, at) => (at * 31 + byte) % 256);
        const expected = createHmac('sha256', secret).update(prefix).update(body).digest('base64');
        expect(createHmacSha256(secret)({ prefix, body })).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('makes what createHmac makes of text', () => {
    const texts = fc.tuple(fc.string({ unit: 'binary', maxLength: 20 }), lengths);
    fc.assert(
      fc.property(secrets, prefixes, texts, (secret, prefix, [unit, length]) => {
        const body = unit.repeat(Math.ceil(length / (unit.length + 1)));
        const expected = createHmac('sha256', secret)
          .update(prefix + body)
          .digest('base64');
        expect(createHmacSha256(secret)({ prefix, body })).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps two secrets apart that are used in turn', () => {
    const [one, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const [first, second] = [createHmacSha256(one), createHmacSha256(other)];
    const content = { prefix: 'msg_1.1.', body: 'body' };
    const both = [first(content), second(content), first(content)];
    expect(both[0]).toBe(both[2]);
    expect(both[0]).not.toBe(both[1]);
  });
});

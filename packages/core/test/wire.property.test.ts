import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeHook, type Hook, isHooklaneError, parseHook } from '../src/index.ts';
import { buildHook } from '../src/testing.ts';

// SendMessage: #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.
const acceptedBySqs = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u;

const text = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom(
      '\uFFFE',
      '\uFFFF',
      '\u0000',
      '\u001F',
      '\u007F',
      '\u2028',
      '"',
      '\\',
      '😀',
      '\u{1FFFF}',
    ),
  ),
  maxLength: 60,
});

const hook: fc.Arbitrary<Hook> = fc.record(
  {
    id: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
    partnerId: fc.stringMatching(/^[a-z0-9][a-z0-9_]{0,39}$/).filter((id) => id !== 'results'),
    url: text,
    type: fc.stringMatching(/^[A-Za-z0-9._:/-]{1,128}$/),
    body: text,
    createdAt: fc.maxSafeNat(),
    headers: fc.dictionary(text, text),
  },
  { requiredKeys: ['id', 'partnerId', 'url', 'type', 'body', 'createdAt'] },
);

it('reads back every hook that it wrote, from text that SQS accepts', () => {
  fc.assert(
    fc.property(hook, (written) => {
      const message = encodeHook(written);
      expect(message).toMatch(acceptedBySqs);
      expect(parseHook(message)).toEqual(written);
    }),
  );
});

it('throws nothing but HooklaneErrors for garbage', () => {
  const mutated = fc
    .tuple(fc.constant(encodeHook(buildHook({ headers: { a: 'b' } }))), fc.nat(200), text)
    .map(([message, at, junk]) => message.slice(0, at) + junk + message.slice(at + junk.length));
  const halfAHook = fc
    .tuple(fc.constantFrom('v', ...Object.keys(buildHook()), 'headers'), fc.jsonValue())
    .map(([field, value]) => JSON.stringify({ v: 1, ...buildHook(), [field]: value }));
  fc.assert(
    fc.property(fc.oneof(text, fc.json(), mutated, halfAHook), (message) => {
      try {
        expect(parseHook(message).partnerId).toMatch(/./);
      } catch (error) {
        expect(isHooklaneError(error), String(error)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createSigningKey,
  createVerificationKey,
  generateKeyPair,
  generateSecret,
  type SignedMessage,
  sign,
  verify,
} from '../src/index.ts';

const secret = generateSecret();
const { secret: privateKey, publicKey } = generateKeyPair();
const signingKeys = { v1: [createSigningKey(secret)], v1a: [createSigningKey(privateKey)] };
const verificationKeys = {
  v1: [createVerificationKey(secret)],
  v1a: [createVerificationKey(publicKey)],
};

const version = fc.constantFrom('v1', 'v1a');
const message = fc.record({
  id: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
  timestampSeconds: fc.integer({ min: 1, max: 999_999_999_999 }),
  body: fc.uint8Array({ maxLength: 200 }),
});

describe('sign and verify', () => {
  it('agree on every message', () => {
    fc.assert(
      fc.property(version, message, (scheme, given) => {
        const signed = signedBy(scheme, given);
        expect(verify(signed, verificationKeys[scheme])).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('take text for its UTF-8 bytes', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(version, message, text, (scheme, given, body) => {
        const signed = signedBy(scheme, { ...given, body: Buffer.from(body) });
        expect(verify({ ...signed, body }, verificationKeys[scheme])).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('agree on nothing once a byte of the body is another', () => {
    fc.assert(
      fc.property(version, message, fc.nat(), byteChange(), (scheme, given, at, change) => {
        fc.pre(given.body.length > 0);
        const signed = signedBy(scheme, given);
        const body = mutateByte(given.body, at, change);
        expect(verify({ ...signed, body }, verificationKeys[scheme])).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['id', 'timestamp', 'signature'] as const)(
    'agree on nothing once a character of the %s is another',
    (field) => {
      fc.assert(
        fc.property(version, message, fc.nat(), byteChange(), (scheme, given, at, change) => {
          const signed = signedBy(scheme, given);
          const mutated = mutateByte(Buffer.from(signed[field]), at, change);
          const received = { ...signed, [field]: Buffer.from(mutated).toString('latin1') };
          expect(verify(received, verificationKeys[scheme])).toBe(false);
        }),
        { numRuns: 500 },
      );
    },
  );

  it('never throw for what a sender writes into the headers', () => {
    const garbage = fc.string({ unit: 'binary', maxLength: 100 });
    fc.assert(
      fc.property(garbage, garbage, garbage, (id, timestamp, signature) => {
        const received = { id, timestamp, signature, body: '' };
        expect(verify(received, [...verificationKeys.v1, ...verificationKeys.v1a])).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

type Message = typeof message extends fc.Arbitrary<infer Value> ? Value : never;

function signedBy(scheme: 'v1' | 'v1a', given: Message): SignedMessage {
  const { id, timestampSeconds, body } = given;
  const signature = sign(given, signingKeys[scheme]);
  return { id, timestamp: String(timestampSeconds), body, signature };
}

/** What to XOR a byte with. */
function byteChange(): fc.Arbitrary<number> {
  return fc.integer({ min: 1, max: 255 });
}

function mutateByte(bytes: Uint8Array, at: number, change: number): Uint8Array {
  const index = at % bytes.length;
  return bytes.map((byte, position) => (position === index ? byte ^ change : byte));
}

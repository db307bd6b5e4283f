import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import {
  createSigningKey,
  createVerificationKey,
  generateSecret,
  type SignedMessage,
  sign,
  verify,
} from '../src/index.ts';
import { asymmetricVectors, symmetricVectors, type Vector, vectorOf } from './standard-vectors.ts';

const hmac = vectorOf('official-js-py-go');
const ed25519 = vectorOf('official-svix-v1a');
const hmacKey = keyOf(hmac);
const ed25519Key = keyOf(ed25519);
const otherKey = createVerificationKey(generateSecret());
const signed = messageOf(hmac);

describe('verify', () => {
  it.each([...symmetricVectors, ...asymmetricVectors])('accepts $name', (vector) => {
    expect(verify(messageOf(vector), [keyOf(vector)])).toBe(true);
    expect(verify(messageOf(vector), [otherKey])).toBe(false);
  });

  it('tells bytes that are not UTF-8 from the replacement character', () => {
    const invalid = vectorOf('body-invalid-utf8');
    const replaced = vectorOf('body-u-fffd');
    const swapped = { ...messageOf(invalid), signature: replaced.signature };
    expect(verify(swapped, [keyOf(invalid)])).toBe(false);
  });

  it('tries every key on every signature', () => {
    const signature = `${fakeOf('v1', 32)} ${hmac.signature} ${fakeOf('v1', 32)}`;
    expect(verify({ ...signed, signature }, [otherKey, hmacKey])).toBe(true);
    expect(verify({ ...signed, signature }, [otherKey])).toBe(false);
  });

  it('refuses a character that one byte cannot hold, although its low byte is the right one', () => {
    for (const vector of [hmac, ed25519]) {
      const at = vector.signature.indexOf(',') + 1;
      const wide = String.fromCharCode(vector.signature.charCodeAt(at) + 256);
      const signature = vector.signature.slice(0, at) + wide + vector.signature.slice(at + 1);
      expect(verify({ ...messageOf(vector), signature }, [keyOf(vector)])).toBe(false);
    }
  });

  it('accepts more than one space between signatures', () => {
    const signature = `  ${fakeOf('v1', 32)}   ${hmac.signature} `;
    expect(verify({ ...signed, signature }, [hmacKey])).toBe(true);
  });

  it('uses an Ed25519 key for v1a and an HMAC key for v1 only', () => {
    const relabelled = [
      ed25519.signature.replace('v1a,', 'v1,'),
      hmac.signature.replace('v1,', 'v1a,'),
    ];
    for (const signature of relabelled) {
      expect(verify({ ...signed, signature }, [hmacKey, ed25519Key])).toBe(false);
    }
    expect(verify(signed, [ed25519Key])).toBe(false);
    expect(verify(messageOf(ed25519), [hmacKey])).toBe(false);
  });

  it('does not accept an HMAC for which the public key was the secret', () => {
    const forger = createSigningKey((ed25519.publicKey ?? '').slice('whpk_'.length));
    const { id, timestamp, body } = hmac;
    const forged = sign({ id, timestampSeconds: timestamp, body }, [forger]);
    for (const signature of [forged, forged.replace('v1,', 'v1a,')]) {
      expect(verify({ ...signed, signature }, [ed25519Key])).toBe(false);
    }
  });

  it.each([
    ['is empty', ''],
    ['has a version only', 'v1'],
    ['has nothing after the comma', 'v1,'],
    ['is not base64', 'v1,!!!not-base64!!!'],
    ['has no padding', hmac.signature.slice(0, -1)],
    ['ends in other trailing bits that decode alike', hmac.signature.replace('OE=', 'OF=')],
    ['uses the URL-safe alphabet', hmac.signature.replaceAll('/', '_')],
    ['has a character behind it', `${hmac.signature},`],
    ['has a tab in front of it', `\t${hmac.signature}`],
    ['is of another version', hmac.signature.replace('v1,', 'v2,')],
    ['has an upper-case version', hmac.signature.replace('v1,', 'V1,')],
    ['has no version', hmac.signature.slice(3)],
    ['is a byte short', fakeOf('v1', 31)],
  ])('skips a signature that %s and still finds the good one', (_, malformed) => {
    expect(verify({ ...signed, signature: malformed }, [hmacKey])).toBe(false);
    const signature = `${malformed} ${hmac.signature}`;
    expect(verify({ ...signed, signature }, [hmacKey])).toBe(true);
  });

  it('looks at 16 signatures and refuses 17', () => {
    const fakes = (count: number): string => `${fakeOf('v1', 32)} `.repeat(count);
    expect(verify({ ...signed, signature: fakes(15) + hmac.signature }, [hmacKey])).toBe(true);
    expect(verify({ ...signed, signature: fakes(16) + hmac.signature }, [hmacKey])).toBe(false);
  });

  it('looks at 4,096 characters of signatures and refuses one more', () => {
    const padded = (length: number): string => hmac.signature.padStart(length);
    expect(verify({ ...signed, signature: padded(4096) }, [hmacKey])).toBe(true);
    expect(verify({ ...signed, signature: padded(4097) }, [hmacKey])).toBe(false);
  });

  it('does not let content move between id, timestamp and body', () => {
    const dotted = vectorOf('dots-in-body');
    const [stamp = '', rest = ''] = new TextDecoder().decode(dotted.body).split(/\.(.*)/s);
    const shifted = {
      ...messageOf(dotted),
      id: `${dotted.id}.${dotted.timestamp}`,
      timestamp: stamp,
      body: rest,
    };
    expect(verify(messageOf(dotted), [hmacKey])).toBe(true);
    expect(verify(shifted, [hmacKey])).toBe(false);
  });

  it.each(['0', '01', '+1', '-1', '1.5', '1e9', ' 1', '1 ', '1\n', '١', '1234567890123', ''])(
    'refuses the timestamp %j, even correctly signed',
    (timestamp) => {
      const { id, body } = signed;
      const content = { prefix: `${id}.${timestamp}.`, body };
      const signature = createSigningKey(hmac.secret).signContent(content);
      expect(verify({ ...signed, timestamp, signature }, [hmacKey])).toBe(false);
    },
  );

  it('answers false for headers that are not text', () => {
    for (const header of ['id', 'timestamp', 'signature']) {
      const wrong = { ...signed, [header]: undefined } as unknown as SignedMessage;
      expect(verify(wrong, [hmacKey])).toBe(false);
    }
  });

  it('accepts bytes of another realm, as tests in Jest make them', () => {
    const body: Uint8Array = runInNewContext('Uint8Array.from(bytes)', { bytes: [...hmac.body] });
    expect(body).not.toBeInstanceOf(Uint8Array);
    expect(verify({ ...signed, body }, [hmacKey])).toBe(true);
    expect(verify({ ...messageOf(ed25519), body }, [ed25519Key])).toBe(true);
  });

  it('throws without a key, because that is a mistake of the caller', () => {
    expect(() => verify(signed, [])).toThrow(expect.objectContaining({ code: 'invalid_secret' }));
  });

  it('throws for a body without bytes, because that is a mistake of the caller', () => {
    for (const body of [{ test: 2432232314 }, undefined, '\ud800']) {
      const wrong = { ...signed, body } as unknown as SignedMessage;
      expect(() => verify(wrong, [hmacKey])).toThrow(
        expect.objectContaining({ code: 'invalid_body' }),
      );
    }
  });
});

function keyOf({ publicKey, secret }: Vector): ReturnType<typeof createVerificationKey> {
  return createVerificationKey(publicKey ?? secret);
}

function messageOf({ id, timestamp, body, signature }: Vector): SignedMessage {
  return { id, timestamp: String(timestamp), body, signature };
}

function fakeOf(version: string, length: number): string {
  return `${version},${Buffer.alloc(length).toString('base64')}`;
}

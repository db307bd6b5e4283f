import { describe, expect, it } from 'vitest';
import { createSigningKey, type HooklaneError, isHooklaneError, sign } from '../src/index.ts';
import { asymmetricVectors, symmetricVectors, vectorOf } from './standard-vectors.ts';

const hmac = vectorOf('official-js-py-go');
const ed25519 = vectorOf('official-svix-v1a');
const hmacKey = createSigningKey(hmac.secret);
const ed25519Key = createSigningKey(ed25519.secret);
const message = { id: hmac.id, timestampSeconds: hmac.timestamp, body: hmac.body };

describe('sign', () => {
  it.each([...symmetricVectors, ...asymmetricVectors])('makes the signature of $name', (vector) => {
    const { id, timestamp, body, secret, signature } = vector;
    const key = createSigningKey(secret);
    expect(sign({ id, timestampSeconds: timestamp, body }, [key])).toBe(signature);
  });

  it('signs text as its UTF-8 bytes', () => {
    for (const name of ['unicode-cjk-emoji-zwj', 'v1a-unicode']) {
      const { id, timestamp, body, secret, signature } = vectorOf(name);
      const text = new TextDecoder().decode(body);
      const key = createSigningKey(secret);
      expect(sign({ id, timestampSeconds: timestamp, body: text }, [key])).toBe(signature);
    }
  });

  it('makes one signature per key, in the order of the keys, with one space between', () => {
    expect(sign(message, [ed25519Key, hmacKey])).toBe(`${ed25519.signature} ${hmac.signature}`);
    expect(sign(message, [hmacKey, ed25519Key])).toBe(`${hmac.signature} ${ed25519.signature}`);
  });

  it('signs the bytes of a view, not of the whole buffer behind it', () => {
    const buffer = Buffer.concat([Buffer.from('before'), hmac.body, Buffer.from('after')]);
    const body = new Uint8Array(buffer.buffer, buffer.byteOffset + 6, hmac.body.length);
    expect(sign({ ...message, body }, [hmacKey])).toBe(hmac.signature);
    expect(sign({ ...message, body }, [ed25519Key])).toBe(ed25519.signature);
  });

  it('never makes an empty signature', () => {
    expect(refusalOf(() => sign(message, [])).code).toBe('invalid_secret');
  });

  it('refuses more keys than a receiver looks at', () => {
    expect(sign(message, Array(16).fill(hmacKey)).split(' ')).toHaveLength(16);
    const { code, message: text } = refusalOf(() => sign(message, Array(17).fill(hmacKey)));
    expect(code).toBe('invalid_secret');
    expect(text).toContain('Received: 17');
  });

  it.each([
    ['is empty', ''],
    ['has a full stop, which would shift content between id, timestamp and body', 'a.1614265330'],
    ['has a comma, with which HTTP joins two headers', 'a,b'],
    ['has a space', 'a b'],
    ['has a line break', 'a\n'],
    ['is not ASCII', 'é'],
    ['has 256 characters', 'a'.repeat(256)],
  ])('refuses an id that %s', (_, id) => {
    expect(refusalOf(() => sign({ ...message, id }, [hmacKey])).code).toBe('invalid_header');
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1_614_265_330_000, 1e21])(
    'refuses the timestamp %d and says what it received',
    (timestampSeconds) => {
      const refusal = refusalOf(() => sign({ ...message, timestampSeconds }, [hmacKey]));
      expect(refusal.code).toBe('invalid_timestamp');
      expect(refusal.message).toContain(`Received: ${timestampSeconds}`);
    },
  );

  it('refuses text that has no UTF-8 bytes', () => {
    expect(refusalOf(() => sign({ ...message, body: '\ud800' }, [hmacKey])).code).toBe(
      'invalid_body',
    );
  });

  it.each([undefined, null, 1, {}, [1], new DataView(new ArrayBuffer(2)), new Uint16Array(2)])(
    'refuses the body %o, which is neither text nor bytes',
    (body) => {
      const wrong = { ...message, body } as unknown as typeof message;
      expect(refusalOf(() => sign(wrong, [hmacKey])).code).toBe('invalid_body');
    },
  );

  it('does not repeat a refused body or id in the error', () => {
    const id = 'secret.id';
    expect(refusalOf(() => sign({ ...message, id }, [hmacKey])).message).not.toContain(id);
    const body = ['secret body'] as unknown as string;
    expect(refusalOf(() => sign({ ...message, body }, [hmacKey])).message).not.toContain('secret');
  });
});

function refusalOf(act: () => unknown): HooklaneError {
  try {
    act();
  } catch (error) {
    if (isHooklaneError(error)) return error;
    throw error;
  }
  throw new Error('Nothing was refused');
}

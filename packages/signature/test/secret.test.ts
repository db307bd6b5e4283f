import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  createSigningKey,
  createVerificationKey,
  type HooklaneError,
  isHooklaneError,
} from '../src/index.ts';
import { oversizedSecretVector, vectorOf } from './standard-vectors.ts';

const { secret: hmacSecret } = vectorOf('official-js-py-go');
const { secret: privateKey, publicKey = '' } = vectorOf('official-svix-v1a');
const creators = [
  ['createSigningKey', createSigningKey],
  ['createVerificationKey', createVerificationKey],
] as const;

describe.each(creators)('%s', (_, createKey) => {
  it('takes whsec_ and bare base64 as HMAC', () => {
    expect(createKey(hmacSecret).version).toBe('v1');
    expect(createKey(hmacSecret.slice('whsec_'.length)).version).toBe('v1');
  });

  it.each([24, 32, 64])('takes an HMAC secret of %i bytes', (length) => {
    expect(createKey(hmacSecretOf(length)).version).toBe('v1');
  });

  it.each([1, 16, 23, 65])('refuses an HMAC secret of %i bytes and says its length', (length) => {
    const message = refusalOf(() => createKey(hmacSecretOf(length))).message;
    expect(message).toContain(`must hold 24 to 64 bytes. Received: ${length} bytes`);
  });

  it('refuses the vector whose secret has 65 bytes', () => {
    refusalOf(() => createKey(vectorOf(oversizedSecretVector).secret));
  });

  it.each([
    ['', 'is empty'],
    ['whsec_', 'is empty'],
    [`${hmacSecret}\n`, 'white space'],
    [` ${hmacSecret}`, 'white space'],
    [hmacSecret.slice(0, -1), 'cut short'],
    [`${hmacSecretOf(32).slice(0, -2)}B=`, 'not canonical base64'],
    [hmacSecretOf(32).replace('=', ''), 'padding'],
    [hmacSecret.replace('K', '-'), 'not in the base64 alphabet'],
    [hmacSecret.replace('whsec_', 'WHSEC_'), 'not in the base64 alphabet'],
    [hmacSecret.replace('whsec_', 'sk_live_'), 'no known prefix'],
    ['whpk_AAAA', 'The whpk_ secret must hold 32 bytes. Received: 3 bytes'],
    ['whsk_AAAA', 'The whsk_ secret must hold 64 bytes. Received: 3 bytes'],
    [undefined, 'must be a string. Received: undefined'],
    [null, 'Received: null'],
    [Buffer.alloc(32), 'Received: an object'],
    [[hmacSecret], 'Received: an array'],
    [() => hmacSecret, 'Received: a function'],
  ])('refuses %j: %s', (secret, reason) => {
    const { message } = refusalOf(() => createKey(secret as string));
    expect(message).toContain(reason);
  });

  it('never has the secret in an error', () => {
    for (const secret of [`${hmacSecret}!`, hmacSecret.slice(0, -1), `${hmacSecret}AAAA=`]) {
      const error = refusalOf(() => createKey(secret));
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret.slice(6, 20));
    }
  });

  it('makes a key that cannot be changed', () => {
    expect(Object.isFrozen(createKey(hmacSecret))).toBe(true);
  });
});

describe('createSigningKey', () => {
  it('takes whsk_ as Ed25519', () => {
    expect(createSigningKey(privateKey).version).toBe('v1a');
  });

  it('refuses a public key and names the fix', () => {
    expect(refusalOf(() => createSigningKey(publicKey)).message).toContain('whsk_');
  });

  it('refuses a private key with the public key of another pair', () => {
    const bytes = Buffer.from(privateKey.slice('whsk_'.length), 'base64');
    bytes.writeUInt8(bytes.readUInt8(63) ^ 1, 63);
    const { message } = refusalOf(() => createSigningKey(`whsk_${bytes.toString('base64')}`));
    expect(message).toContain('does not belong');
  });
});

describe('createVerificationKey', () => {
  it('takes whpk_ as Ed25519', () => {
    expect(createVerificationKey(publicKey).version).toBe('v1a');
  });

  it('refuses a private key and names the fix', () => {
    expect(refusalOf(() => createVerificationKey(privateKey)).message).toContain('whpk_');
  });
});

describe('a key', () => {
  const keys = [
    createSigningKey(hmacSecret),
    createSigningKey(privateKey),
    createVerificationKey(hmacSecret),
    createVerificationKey(publicKey),
  ];

  it.each(keys)('shows nothing of its secret when printed: %o', (key) => {
    const shown = [
      String(key),
      JSON.stringify(key),
      inspect(key, { depth: 9, showHidden: true }),
      inspect({ ...key }, { depth: 9, showHidden: true }),
    ].join('\n');
    for (const secret of [hmacSecret, privateKey, publicKey]) {
      const bytes = Buffer.from(secret.replace(/^wh\w+_/, ''), 'base64').subarray(0, 8);
      const forms = [secret.slice(6, 16), bytes.toString('hex'), bytes.join(', ')];
      for (const form of forms) expect(shown).not.toContain(form);
    }
  });
});

function hmacSecretOf(length: number): string {
  return `whsec_${Buffer.alloc(length, 7).toString('base64')}`;
}

function refusalOf(act: () => unknown): HooklaneError {
  try {
    act();
  } catch (error) {
    if (isHooklaneError(error, 'invalid_secret')) return error;
    throw error;
  }
  throw new Error('Nothing was refused');
}

import { describe, expect, it } from 'vitest';
import {
  createSigningKey,
  createVerificationKey,
  generateKeyPair,
  generateSecret,
  sign,
  verify,
} from '../src/index.ts';

const message = { id: 'msg_1', timestampSeconds: 1_614_265_330, body: '{}' };

describe('generateSecret', () => {
  it('makes a different whsec_ secret of 32 bytes every time', () => {
    const secrets = Array.from({ length: 50 }, generateSecret);
    expect(new Set(secrets).size).toBe(50);
    for (const secret of secrets) {
      expect(secret).toMatch(/^whsec_/);
      expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32);
    }
  });

  it('makes secrets that sign and verify', () => {
    const secret = generateSecret();
    expect(isAccepted(secret, secret)).toBe(true);
    expect(isAccepted(secret, generateSecret())).toBe(false);
  });
});

describe('generateKeyPair', () => {
  it('makes a whsk_ secret that signs and a whpk_ public key that verifies', () => {
    const { secret, publicKey } = generateKeyPair();
    expect(secret).toMatch(/^whsk_/);
    expect(publicKey).toMatch(/^whpk_/);
    expect(isAccepted(secret, publicKey)).toBe(true);
    expect(isAccepted(secret, generateKeyPair().publicKey)).toBe(false);
  });
});

function isAccepted(signingSecret: string, verificationSecret: string): boolean {
  const signature = sign(message, [createSigningKey(signingSecret)]);
  const received = { ...message, timestamp: String(message.timestampSeconds), signature };
  return verify(received, [createVerificationKey(verificationSecret)]);
}

import { randomBytes } from 'node:crypto';
import { ed25519KeyBytes, importSeed, publicKeyOf } from './ed25519.ts';
import { hmacPrefix, privateKeyPrefix, publicKeyPrefix } from './secret.ts';

/** The two halves of an Ed25519 key. */
export interface SigningKeyPair {
  /** `whsk_…`, which signs. The sender keeps it. */
  readonly secret: string;
  /** `whpk_…`, which verifies. The receiver gets it. */
  readonly publicKey: string;
}

/** Makes a new HMAC secret, `whsec_…` with 32 random bytes, for the sender and the receiver. */
export function generateSecret(): string {
  return hmacPrefix + randomBytes(32).toString('base64');
}

/** Makes a new Ed25519 key pair, for receivers that must not be able to sign. */
export function generateKeyPair(): SigningKeyPair {
  const seed = randomBytes(ed25519KeyBytes);
  const publicKey = publicKeyOf(importSeed(seed));
  return {
    secret: privateKeyPrefix + Buffer.concat([seed, publicKey]).toString('base64'),
    publicKey: publicKeyPrefix + publicKey.toString('base64'),
  };
}

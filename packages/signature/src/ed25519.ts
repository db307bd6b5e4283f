import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

// What precedes the 32 raw bytes in DER: https://www.rfc-editor.org/rfc/rfc8410#section-7 (PKCS #8), #section-4 (SPKI).
const pkcs8Header = Buffer.from('302e020100300506032b657004220420', 'hex');
const spkiHeader = Buffer.from('302a300506032b6570032100', 'hex');

/** Length of a seed and of a public key. */
export const ed25519KeyBytes = 32;

export function importSeed(seed: Uint8Array): KeyObject {
  return createPrivateKey({
    key: Buffer.concat([pkcs8Header, seed]),
    format: 'der',
    type: 'pkcs8',
  });
}

export function importPublicKey(publicKey: Uint8Array): KeyObject {
  return createPublicKey({
    key: Buffer.concat([spkiHeader, publicKey]),
    format: 'der',
    type: 'spki',
  });
}

/** The raw public key that belongs to a private key. */
export function publicKeyOf(privateKey: KeyObject): Buffer {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
}

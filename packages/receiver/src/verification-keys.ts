import {
  createHmacVerificationKey,
  createVerificationKey,
  type VerificationKey,
} from '@hooklane/signature';
import { createBoundedMemo } from './bounded-memo.ts';
import type { SignatureScheme } from './scheme.ts';
import { listSecrets, secretBytes } from './secrets.ts';

// Secrets arrive as text with every request, and importing a public key takes half as long as using
// it. The bound keeps a process that rotates many secrets from holding all it ever saw.
const importStandard = createBoundedMemo(createVerificationKey, 256);
// One secret, as most endpoints have, costs one look.
const importAlone = createBoundedMemo((secret) => [createVerificationKey(secret)], 256);
const importOf = {
  utf8: createBoundedMemo((text) => createHmacVerificationKey(secretBytes(text, 'utf8')), 256),
  hex: createBoundedMemo((text) => createHmacVerificationKey(secretBytes(text, 'hex')), 256),
  base64: createBoundedMemo((text) => createHmacVerificationKey(secretBytes(text, 'base64')), 256),
};

/** @throws HooklaneError `invalid_secret` */
export function verificationKeysOf(
  secrets: unknown,
  scheme: SignatureScheme,
): readonly VerificationKey[] {
  if (typeof secrets === 'string' && scheme.kind === 'standard') return importAlone(secrets);
  const importSecret =
    scheme.kind === 'standard' ? importStandard : importOf[scheme.secretEncoding ?? 'utf8'];
  return listSecrets(secrets).map((secret) => importSecret(secret));
}

import { createVerificationKey, type VerificationKey } from '@hooklane/signature';
import { createBoundedMemo } from './bounded-memo.ts';
import { refusal, showReceived } from './refusal.ts';

// Secrets arrive as text with every request, and importing a public key takes half as long as using
// it. The bound keeps a process that rotates many secrets from holding all it ever saw.
const importSecret = createBoundedMemo(createVerificationKey, 256);

/** @throws HooklaneError `invalid_secret` */
export function verificationKeysOf(secrets: unknown): readonly VerificationKey[] {
  const list: unknown = typeof secrets === 'string' ? [secrets] : secrets;
  if (!Array.isArray(list)) {
    throw refusal(
      'invalid_secret',
      `secrets must be a string or an array of strings. Received: ${showReceived(secrets)}. Is the environment variable set?`,
    );
  }
  if (list.length === 0) {
    throw refusal('invalid_secret', 'secrets must hold at least one secret. Received: 0');
  }
  return list.map(importSecret);
}

import { decodeBase64, parseVerificationSecret } from '@hooklane/signature/format';
import { refusal, showReceived } from './refusal.ts';
import type { HmacScheme, SignatureScheme } from './scheme.ts';

/** @throws HooklaneError `invalid_secret` unless there is at least one secret and all are text */
export function listSecrets(secrets: unknown): readonly string[] {
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
  for (const secret of list) {
    if (typeof secret === 'string') continue;
    throw refusal('invalid_secret', `A secret must be a string. Received: ${showReceived(secret)}`);
  }
  return list;
}

/**
 * Checks secrets as their scheme has them, without making keys of them.
 *
 * @throws HooklaneError `invalid_secret`; the message never holds a part of the secret
 */
export function checkSecrets(secrets: unknown, scheme: SignatureScheme): void {
  for (const secret of listSecrets(secrets)) {
    if (scheme.kind === 'standard') parseVerificationSecret(secret);
    else secretBytes(secret, scheme.secretEncoding ?? 'utf8');
  }
}

/**
 * The bytes of a secret of an HMAC scheme.
 *
 * @throws HooklaneError `invalid_secret`; the message never holds a part of the secret
 */
export function secretBytes(
  secret: string,
  encoding: NonNullable<HmacScheme['secretEncoding']>,
): Uint8Array<ArrayBuffer> {
  const bytes = decode(secret, encoding);
  if (bytes !== undefined && bytes.length > 0) return bytes;
  throw refusal('invalid_secret', `The secret is empty or not ${encoding}, as its scheme says`);
}

function decode(
  secret: string,
  encoding: NonNullable<HmacScheme['secretEncoding']>,
): Uint8Array<ArrayBuffer> | undefined {
  if (encoding === 'utf8') {
    return secret.isWellFormed() ? new TextEncoder().encode(secret) : undefined;
  }
  if (encoding === 'base64') return decodeBase64(secret);
  return decodeHex(secret);
}

/** Decodes pairs of hex digits in either case, or gives `undefined`. */
export function decodeHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^(?:[0-9a-fA-F]{2})+$/.test(text)) return undefined;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

import { decodeBase64 } from './base64.ts';
import type { SignatureErrorCode } from './error-code.ts';
import { HooklaneError } from './hooklane-error.ts';
import { showReceived } from './received.ts';

/** What a secret is used for; its prefix tells. */
export type SecretKind = 'hmac' | 'privateKey' | 'publicKey';

/** A secret taken apart. */
export interface ParsedSecret {
  readonly kind: SecretKind;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

interface SecretForm {
  readonly kind: SecretKind;
  readonly prefix: string;
  readonly minBytes: number;
  readonly maxBytes: number;
}

export const hmacPrefix = 'whsec_';
export const privateKeyPrefix = 'whsk_';
export const publicKeyPrefix = 'whpk_';

const hmacForm: SecretForm = { kind: 'hmac', prefix: hmacPrefix, minBytes: 24, maxBytes: 64 };
const forms: readonly SecretForm[] = [
  hmacForm,
  // Seed and public key, one after the other.
  { kind: 'privateKey', prefix: privateKeyPrefix, minBytes: 64, maxBytes: 64 },
  { kind: 'publicKey', prefix: publicKeyPrefix, minBytes: 32, maxBytes: 32 },
];

/**
 * Reads a secret by its prefix; one without a prefix is an HMAC secret. Strict, because a secret
 * that was cut short or decoded leniently makes every later verification fail without a reason.
 *
 * @throws HooklaneError `invalid_secret`; the message never holds a part of the secret
 */
export function parseSecret(secret: unknown): ParsedSecret {
  if (typeof secret !== 'string') {
    throw invalidSecret(`A secret must be a string. Received: ${showReceived(secret)}`);
  }
  const prefixed = forms.find(({ prefix }) => secret.startsWith(prefix));
  const { kind, prefix, minBytes, maxBytes } = prefixed ?? hmacForm;
  const encoded = prefixed === undefined ? secret : secret.slice(prefix.length);
  const name = prefixed === undefined ? 'The secret (no known prefix)' : `The ${prefix} secret`;
  if (encoded === '') throw invalidSecret(`${name} is empty`);

  const bytes = decodeBase64(encoded);
  if (bytes === undefined) throw invalidSecret(`${name} ${faultOfBase64(encoded)}`);
  if (bytes.length < minBytes || bytes.length > maxBytes) {
    const range = minBytes === maxBytes ? `${minBytes}` : `${minBytes} to ${maxBytes}`;
    throw invalidSecret(`${name} must hold ${range} bytes. Received: ${bytes.length} bytes`);
  }
  return { kind, bytes };
}

/** A secret that verifies, taken apart. */
export interface VerificationSecret extends ParsedSecret {
  readonly kind: 'hmac' | 'publicKey';
}

/**
 * Reads a secret that is to verify: one of HMAC, or a public key.
 *
 * @throws HooklaneError `invalid_secret` when it is anything else; the message never holds a part of it
 */
export function parseVerificationSecret(secret: unknown): VerificationSecret {
  const { kind, bytes } = parseSecret(secret);
  if (kind !== 'privateKey') return { kind, bytes };
  throw invalidSecret(
    'A whsk_ secret signs and belongs to the sender alone. Give the whpk_ public key of its pair',
  );
}

/** The error for every secret that cannot be used. */
export function invalidSecret(message: string): HooklaneError<SignatureErrorCode> {
  return new HooklaneError('invalid_secret', message);
}

function faultOfBase64(encoded: string): string {
  if (/\s/.test(encoded)) return 'has white space in it. Remove it';
  if (/[^A-Za-z0-9+/=]/.test(encoded)) {
    return 'has a character that is not in the base64 alphabet (A-Z a-z 0-9 + / =)';
  }
  return 'is not canonical base64. It was cut short, or its padding is wrong';
}

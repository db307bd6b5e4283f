import { encodeBase64, type SignatureItem } from '@hooklane/signature/format';
import { refusal } from './refusal.ts';
import type { HmacScheme } from './scheme.ts';
import { decodeHex } from './secrets.ts';

const maxLength = 4_096;
const maxSignatures = 16;

/**
 * The signatures in the header of an HMAC scheme, with commas or spaces between them. Malformed ones are
 * skipped, as in Standard Webhooks.
 *
 * @throws HooklaneError `invalid_header` when there is more than a sender would write
 */
export function hmacSignatures(header: string, scheme: HmacScheme): readonly SignatureItem[] {
  const { signatureHeader, signaturePrefix = '', encoding } = scheme;
  const items =
    header.length > maxLength ? [] : header.split(/[ ,]+/).filter((item) => item !== '');
  if (header.length > maxLength || items.length > maxSignatures) {
    throw refusal(
      'invalid_header',
      `${signatureHeader} must have at most 16 signatures in 4,096 characters`,
    );
  }
  return items
    .filter((item) => item.startsWith(signaturePrefix))
    .map((item) => item.slice(signaturePrefix.length))
    .map((text) => (encoding === 'hex' ? base64OfHex(text) : text))
    .filter((text) => text.length === 44)
    .map((text) => ({ version: 'v1', text }));
}

function base64OfHex(text: string): string {
  const bytes = decodeHex(text);
  return bytes === undefined ? '' : encodeBase64(bytes);
}

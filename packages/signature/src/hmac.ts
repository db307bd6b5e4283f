import { createHmac, type KeyObject } from 'node:crypto';
import type { SignedContent } from './signed-content.ts';

/**
 * HMAC-SHA256 of the content, in base64. The key is a `KeyObject`, with which Node computes several
 * times as many as with the bytes of the key.
 */
export function hmacSha256(key: KeyObject, { prefix, body }: SignedContent): string {
  return createHmac('sha256', key).update(prefix).update(body).digest('base64');
}

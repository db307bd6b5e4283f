import { createHmac, type KeyObject } from 'node:crypto';
import type { SignedContent } from './signed-content.ts';

/**
 * HMAC-SHA256 of the content, in base64. The key is a `KeyObject`, with which Node computes several
 * times as many as with the bytes of the key.
 */
export function hmacSha256(key: KeyObject, { prefix, body }: SignedContent): string {
  const hmac = createHmac('sha256', key);
  if (typeof body === 'string') hmac.update(prefix + body);
  else hmac.update(prefix).update(body);
  // As text, because `digest()` without an encoding allocates outside of the buffer pool: slower.
  return hmac.digest('base64');
}

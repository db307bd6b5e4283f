import { isCanonicalBase64 } from './base64.ts';
import { splitSignatures } from './webhook-headers.ts';

/** `v1` is HMAC-SHA256, `v1a` is Ed25519. */
export type SignatureVersion = 'v1' | 'v1a';

/** One well-formed item of a `webhook-signature` header. */
export interface SignatureItem {
  readonly version: SignatureVersion;
  /** The signature in canonical base64: of 32 bytes for `v1`, of 64 for `v1a`. */
  readonly text: string;
}

/** The items that can be judged. Others are skipped: the next version of the scheme may be among them. */
export function parseSignatures(header: string): readonly SignatureItem[] {
  const items: SignatureItem[] = [];
  for (const text of splitSignatures(header)) {
    const item = parseItem(text);
    if (item !== undefined) items.push(item);
  }
  return items;
}

function parseItem(item: string): SignatureItem | undefined {
  if (item.startsWith('v1,')) return itemOf('v1', item.slice(3), 32);
  if (item.startsWith('v1a,')) return itemOf('v1a', item.slice(4), 64);
  return undefined;
}

function itemOf(
  version: SignatureVersion,
  text: string,
  bytes: 32 | 64,
): SignatureItem | undefined {
  return isCanonicalBase64(text, bytes) ? { version, text } : undefined;
}

/** The signatures of one version, which is all that one key can judge. */
export function textsOf(
  items: readonly SignatureItem[],
  version: SignatureVersion,
): readonly string[] {
  const texts: string[] = [];
  for (const item of items) if (item.version === version) texts.push(item.text);
  return texts;
}

import { splitSignatures } from './webhook-headers.ts';

/** `v1` is HMAC-SHA256, `v1a` is Ed25519. */
export type SignatureVersion = 'v1' | 'v1a';

/** One well-formed item of a `webhook-signature` header. */
export interface SignatureItem {
  readonly version: SignatureVersion;
  /**
   * As long as the base64 of 32 bytes for `v1` and of 64 for `v1a`. Whether it is canonical base64 is for the key
   * to judge, which needs no look of its own for that.
   */
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
  if (item.startsWith('v1,')) return itemOf('v1', item.slice(3), 44);
  if (item.startsWith('v1a,')) return itemOf('v1a', item.slice(4), 88);
  return undefined;
}

function itemOf(
  version: SignatureVersion,
  text: string,
  length: number,
): SignatureItem | undefined {
  return text.length === length ? { version, text } : undefined;
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

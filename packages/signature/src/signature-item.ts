import { decodeBase64 } from './base64.ts';
import { splitSignatures } from './webhook-headers.ts';

/** `v1` is HMAC-SHA256, `v1a` is Ed25519. */
export type SignatureVersion = 'v1' | 'v1a';

/** One well-formed item of a `webhook-signature` header. */
export interface SignatureItem {
  readonly version: SignatureVersion;
  readonly bytes: Uint8Array;
}

const lengths: Readonly<Record<SignatureVersion, number>> = { v1: 32, v1a: 64 };

/** The items that can be judged. Others are skipped: the next version of the scheme may be among them. */
export function parseSignatures(header: string): readonly SignatureItem[] {
  return splitSignatures(header)
    .map(parseItem)
    .filter((item) => item !== undefined);
}

function parseItem(item: string): SignatureItem | undefined {
  if (item.startsWith('v1,')) return itemOf('v1', item.slice(3));
  if (item.startsWith('v1a,')) return itemOf('v1a', item.slice(4));
  return undefined;
}

function itemOf(version: SignatureVersion, encoded: string): SignatureItem | undefined {
  const bytes = decodeBase64(encoded);
  return bytes?.length === lengths[version] ? { version, bytes } : undefined;
}

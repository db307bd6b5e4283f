// The last character before the padding has bits that canonical base64 leaves at zero.
const canonicalForms: Readonly<Record<32 | 64, RegExp>> = {
  32: /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/,
  64: /^[A-Za-z0-9+/]{85}[AQgw]==$/,
};

/** Tells whether `text` is the one canonical base64 of that many bytes, without decoding it. */
export function isCanonicalBase64(text: string, bytes: 32 | 64): boolean {
  return canonicalForms[bytes].test(text);
}

/**
 * Decodes canonical base64, or gives `undefined`. `atob` alone takes too much: white space, no padding,
 * and trailing bits that make one value of several texts.
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  // `atob` throws a DOMException for another alphabet.
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const latin1 = atob(text);
  if (btoa(latin1) !== text) return undefined;
  return Uint8Array.from(latin1, (character) => character.charCodeAt(0));
}

/** Encodes bytes in base64. */
export function encodeBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

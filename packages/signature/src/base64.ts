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

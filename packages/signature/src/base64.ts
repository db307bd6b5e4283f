/**
 * Decodes canonical base64, or gives `undefined`. `Buffer.from` alone takes far too much: other
 * alphabets, white space, no padding, and trailing bits that make one value of several texts.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

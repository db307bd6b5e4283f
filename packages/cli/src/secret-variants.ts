/** Another way in which a sender may have used a secret. */
export interface SecretVariant {
  /** As `verifySignature` takes it. */
  readonly secret: string;
  /** In a sentence. */
  readonly why: string;
  /** What to do about it. */
  readonly advice: string;
}

/** Bytes that a secret may have. */
const fewestBytes = 24;
const mostBytes = 64;
const decodeIt = 'Its sender must decode what follows whsec_ as base64, and sign with those bytes';

/** What a sender may have signed with who was given this secret. */
export function secretVariants(secret: string): readonly SecretVariant[] {
  const bare = secret.replace(/^whsec_/, '');
  const forms: readonly { readonly bytes: Buffer; readonly why: string }[] = [
    { bytes: Buffer.from(secret), why: 'The hook was signed with the text of the secret' },
    { bytes: Buffer.from(bare), why: 'The hook was signed with the text that follows whsec_' },
    {
      bytes: Buffer.from(bare, 'hex'),
      why: 'The hook was signed with the secret decoded as hex, not as base64',
    },
  ];
  return forms
    .filter(({ bytes }) => bytes.length >= fewestBytes && bytes.length <= mostBytes)
    .map(({ bytes, why }) => ({
      secret: `whsec_${bytes.toString('base64')}`,
      why,
      advice: decodeIt,
    }));
}

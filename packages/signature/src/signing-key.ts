import { sign as signBytes } from 'node:crypto';
import { ed25519KeyBytes, importSeed, publicKeyOf } from './ed25519.ts';
import { createHmacSha256 } from './hmac.ts';
import { invalidSecret, parseSecret } from './secret.ts';
import type { SignatureVersion } from './signature-item.ts';
import { joinContent, type SignedContent } from './signed-content.ts';

/**
 * A secret made ready for {@link sign}: imported once, used for many messages. It shows nothing of
 * the secret when printed or turned into JSON.
 */
export interface SigningKey {
  /** What its signatures start with: `v1` for HMAC-SHA256, `v1a` for Ed25519. */
  readonly version: SignatureVersion;
  /** Makes one item of a `webhook-signature` header. Use {@link sign}, which checks the message first. */
  readonly signContent: (content: SignedContent) => string;
}

/**
 * Makes a key for signing out of a secret: `whsec_…` or bare base64 of 24 to 64 bytes signs with
 * HMAC-SHA256 (`v1`), `whsk_…` with Ed25519 (`v1a`). Make it once and keep it.
 *
 * @throws HooklaneError `invalid_secret` when the secret is anything else
 *
 * Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function createSigningKey(secret: string): SigningKey {
  const { kind, bytes } = parseSecret(secret);
  switch (kind) {
    case 'hmac':
      return createHmacKey(bytes);
    case 'privateKey':
      return createEd25519Key(bytes);
    case 'publicKey':
      throw invalidSecret('A whpk_ public key cannot sign. Give the whsk_ secret of its pair');
    default:
      return kind satisfies never;
  }
}

function createHmacKey(bytes: Uint8Array): SigningKey {
  const hmacSha256 = createHmacSha256(bytes);
  return Object.freeze<SigningKey>({
    version: 'v1',
    signContent: (content) => `v1,${hmacSha256(content)}`,
  });
}

function createEd25519Key(bytes: Uint8Array): SigningKey {
  const key = importSeed(bytes.subarray(0, ed25519KeyBytes));
  // Signing with the public half of another pair would give away the private one.
  if (!publicKeyOf(key).equals(bytes.subarray(ed25519KeyBytes))) {
    throw invalidSecret('The public half of the whsk_ secret does not belong to its private half');
  }
  return Object.freeze<SigningKey>({
    version: 'v1a',
    signContent: (content) =>
      `v1a,${signBytes(null, joinContent(content), key).toString('base64')}`,
  });
}

import { timingSafeEqual, verify as verifyBytes } from 'node:crypto';
import { decodeBase64 } from './base64.ts';
import { importPublicKey } from './ed25519.ts';
import { createHmacSha256 } from './hmac.ts';
import { parseVerificationSecret } from './secret.ts';
import type { SignatureItem, SignatureVersion } from './signature-item.ts';
import { joinContent, type SignedContent } from './signed-content.ts';

// Canonical base64 is one text for one value, so comparing the 44 characters compares the 32 bytes, strictly and
// with nothing to decode. Two buffers for all keys: what they hold is used at once, and allocating them costs more.
const expectedText = Buffer.alloc(44);
const receivedText = Buffer.alloc(44);

/**
 * A secret or public key made ready for {@link verify}: imported once, used for many messages. It
 * shows nothing of the secret when printed or turned into JSON.
 */
export interface VerificationKey {
  /** The only version it verifies: `v1` for HMAC-SHA256, `v1a` for Ed25519. */
  readonly version: SignatureVersion;
  /**
   * Tells whether one of `signatures`, all of this key's version, was made over `content`. Use
   * {@link verify}, which checks the message first.
   */
  readonly matchesAny: (
    content: SignedContent,
    signatures: readonly SignatureItem['text'][],
  ) => boolean;
}

/**
 * Makes a key for verifying: `whsec_…` or bare base64 of 24 to 64 bytes verifies `v1`
 * (HMAC-SHA256), `whpk_…` verifies `v1a` (Ed25519). A public key is never used for HMAC, where
 * everybody who knows it could sign. Make the key once and keep it.
 *
 * @throws HooklaneError `invalid_secret` when the secret is anything else
 *
 * Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function createVerificationKey(secret: string): VerificationKey {
  const { kind, bytes } = parseVerificationSecret(secret);
  return kind === 'hmac' ? createHmacVerificationKey(bytes) : createEd25519Key(bytes);
}

/**
 * Makes a key for `v1` out of the bytes of an HMAC secret that has another form than `whsec_…`; take
 * {@link createVerificationKey} for one that has.
 */
export function createHmacVerificationKey(bytes: Uint8Array): VerificationKey {
  const hmacSha256 = createHmacSha256(bytes);
  return Object.freeze<VerificationKey>({
    version: 'v1',
    matchesAny(content, signatures) {
      const expected = hmacSha256(content);
      expectedText.write(expected, 'latin1');
      for (const signature of signatures) {
        receivedText.write(signature, 'latin1');
        // The second look tells a character that latin1 cannot hold from the one it was cut to.
        if (timingSafeEqual(receivedText, expectedText) && signature === expected) return true;
      }
      return false;
    },
  });
}

function createEd25519Key(bytes: Uint8Array): VerificationKey {
  const key = importPublicKey(bytes);
  return Object.freeze<VerificationKey>({
    version: 'v1a',
    matchesAny(content, signatures) {
      const message = joinContent(content);
      return signatures.some((text) => {
        const signature = decodeBase64(text);
        return signature !== undefined && verifyBytes(null, message, key, signature);
      });
    },
  });
}

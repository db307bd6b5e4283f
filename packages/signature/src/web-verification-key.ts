import { decodeBase64 } from './base64.ts';
import type { SignatureErrorCode } from './error-code.ts';
import { HooklaneError } from './hooklane-error.ts';
import { parseVerificationSecret } from './secret.ts';
import type { SignatureItem, SignatureVersion } from './signature-item.ts';
import { joinContent, type SignedContent } from './signed-content.ts';

/** A `VerificationKey` on WebCrypto, which answers with promises. */
export interface WebVerificationKey {
  /** The only version it verifies: `v1` for HMAC-SHA256, `v1a` for Ed25519. */
  readonly version: SignatureVersion;
  /** Tells whether one of `signatures`, all of this key's version, was made over `content`. */
  readonly matchesAny: (
    content: SignedContent,
    signatures: readonly SignatureItem['text'][],
  ) => Promise<boolean>;
}

/**
 * The same as `createVerificationKey`, on WebCrypto: for runtimes without `node:crypto`, which is many
 * times faster.
 *
 * @throws HooklaneError `invalid_secret` when the secret is anything else
 */
export function createWebVerificationKey(secret: string): Promise<WebVerificationKey> {
  const { kind, bytes } = parseVerificationSecret(secret);
  return kind === 'hmac' ? createWebHmacVerificationKey(bytes) : importKey('v1a', bytes, 'Ed25519');
}

/** The same as `createHmacVerificationKey`, on WebCrypto. */
export function createWebHmacVerificationKey(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<WebVerificationKey> {
  return importKey('v1', bytes, { name: 'HMAC', hash: 'SHA-256' });
}

async function importKey(
  version: SignatureVersion,
  bytes: Uint8Array<ArrayBuffer>,
  algorithm: 'Ed25519' | { readonly name: 'HMAC'; readonly hash: 'SHA-256' },
): Promise<WebVerificationKey> {
  const { subtle } = crypto;
  const key = await subtle
    .importKey('raw', bytes, algorithm, false, ['verify'])
    .catch((cause: unknown) => {
      const name = version === 'v1' ? 'HMAC-SHA256' : 'Ed25519';
      throw new HooklaneError<SignatureErrorCode>(
        'invalid_secret',
        `The WebCrypto of this runtime takes no such key for ${name}`,
        { cause },
      );
    });
  return Object.freeze<WebVerificationKey>({
    version,
    async matchesAny(content, signatures) {
      const message = joinContent(content);
      for (const text of signatures) {
        const signature = decodeBase64(text);
        if (signature && (await subtle.verify(key.algorithm.name, key, signature, message))) {
          return true;
        }
      }
      return false;
    },
  });
}

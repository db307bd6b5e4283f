import { createHash } from 'node:crypto';
import type { VerificationKey } from '@hooklane/signature';
import { textsOf } from '@hooklane/signature/format';
import { checkOptions, type VerifySignatureOptions } from './options.ts';
import { type Candidate, type ReceivedRequest, readRequest } from './read-request.ts';
import type { ReceivedBody } from './received-body.ts';
import { verificationKeysOf } from './verification-keys.ts';
import { signatureMismatch, type VerifiedHook, verifiedHook } from './verified-hook.ts';

/**
 * Verifies a webhook of any Standard Webhooks sender and returns it, or throws: there is no result
 * that one could forget to look at. Checks the size, the headers, the time and then the signature;
 * does not parse the body.
 *
 * It does not remember ids: within the tolerance the same webhook verifies again.
 *
 * @throws HooklaneError `missing_header`, `invalid_header`, `invalid_timestamp`: a header is absent or malformed
 * @throws HooklaneError `timestamp_too_old`, `timestamp_too_new`: outside of `toleranceSeconds`
 * @throws HooklaneError `signature_mismatch`: no signature was made over this content with one of the secrets
 * @throws HooklaneError `body_too_large`: more than `maxBodyBytes`
 * @throws HooklaneError `invalid_body`: parsed, streamed or absent, where the raw body is needed
 * @throws HooklaneError `invalid_secret`, `invalid_options`: the configuration is wrong
 *
 * Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 *
 * @example
 * ```ts
 * const { id, body } = verifySignature({ headers: request.headers, body: rawBody }, { secrets });
 * ```
 */
export function verifySignature<Body extends ReceivedBody>(
  request: ReceivedRequest<Body>,
  options: VerifySignatureOptions,
): VerifiedHook<Body> {
  const checked = checkOptions(options);
  // All of them first: a secret that cannot be used is told by the first request, whatever it is.
  const keys = checked.schemes.map((scheme, index) =>
    verificationKeysOf(checked.secrets[index], scheme),
  );
  const candidate = readRequest(request, checked);
  if (!isSignedBy(keys[candidate.schemeIndex] ?? [], candidate)) throw signatureMismatch();
  const id =
    candidate.id ?? `sha256_${createHash('sha256').update(candidate.content.body).digest('hex')}`;
  return verifiedHook(candidate, id, request, checked);
}

function isSignedBy(keys: readonly VerificationKey[], { content, signatures }: Candidate): boolean {
  for (const { version, matchesAny } of keys) {
    const texts = textsOf(signatures, version);
    if (texts.length > 0 && matchesAny(content, texts)) return true;
  }
  return false;
}

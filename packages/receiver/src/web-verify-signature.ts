import { textsOf } from '@hooklane/signature/format';
import {
  createWebHmacVerificationKey,
  createWebVerificationKey,
  type WebVerificationKey,
} from '@hooklane/signature/web';
import { createBoundedMemo } from './bounded-memo.ts';
import { checkOptions, type VerifySignatureOptions } from './options.ts';
import { type Candidate, type ReceivedRequest, readRequest } from './read-request.ts';
import type { ReceivedBody } from './received-body.ts';
import type { SignatureScheme } from './scheme.ts';
import { listSecrets, secretBytes } from './secrets.ts';
import { signatureMismatch, type VerifiedHook, verifiedHook } from './verified-hook.ts';

const importStandard = createBoundedMemo(createWebVerificationKey, 256);
const importHmac = (encoding: 'utf8' | 'hex' | 'base64') =>
  createBoundedMemo((text) => createWebHmacVerificationKey(secretBytes(text, encoding)), 256);
const importOf = {
  utf8: importHmac('utf8'),
  hex: importHmac('hex'),
  base64: importHmac('base64'),
};

/**
 * The same as `verifySignature` of `@hooklane/receiver`, on WebCrypto and with a promise: for browsers and
 * edge runtimes without `node:crypto`, which is many times faster.
 *
 * @throws HooklaneError with the same codes
 */
export async function verifySignature<Body extends ReceivedBody>(
  request: ReceivedRequest<Body>,
  options: VerifySignatureOptions,
): Promise<VerifiedHook<Body>> {
  const checked = checkOptions(options);
  // All of them first: a secret that cannot be used is told by the first request, whatever it is.
  const keys = await Promise.all(
    checked.schemes.map((scheme, index) => keysOf(checked.secrets[index], scheme)),
  );
  const candidate = readRequest(request, checked);
  if (!(await isSignedBy(keys[candidate.schemeIndex] ?? [], candidate))) throw signatureMismatch();
  const id = candidate.id ?? `sha256_${await sha256(candidate.content.body)}`;
  return verifiedHook(candidate, id, request, checked);
}

function keysOf(secrets: unknown, scheme: SignatureScheme): Promise<readonly WebVerificationKey[]> {
  const importSecret =
    scheme.kind === 'standard' ? importStandard : importOf[scheme.secretEncoding ?? 'utf8'];
  return Promise.all(listSecrets(secrets).map((secret) => importSecret(secret)));
}

async function isSignedBy(
  keys: readonly WebVerificationKey[],
  { content, signatures }: Candidate,
): Promise<boolean> {
  for (const { version, matchesAny } of keys) {
    const texts = textsOf(signatures, version);
    if (texts.length > 0 && (await matchesAny(content, texts))) return true;
  }
  return false;
}

async function sha256(body: string | Uint8Array): Promise<string> {
  // Copied, because the memory of a view may be shared, which WebCrypto refuses.
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

import { type Clock, isHooklaneError } from '@hooklane/core';
import { standardWebhooks, svix, type VerifiedHook, verifySignature } from '@hooklane/receiver';
import { bodyVariants } from './body-variants.ts';
import { showDuration } from './duration.ts';
import type { RawRequest } from './raw-request.ts';
import { secretVariants } from './secret-variants.ts';
import { explainForm, explainLength, headerValue } from './signature-form.ts';

/** What is known of a request's signature. */
export type SignatureDiagnosis =
  | {
      readonly kind: 'valid';
      readonly id: string;
      /** When it was signed, in milliseconds since the epoch. */
      readonly signedAt: number;
      readonly scheme: string;
    }
  | {
      readonly kind: 'invalid';
      readonly code: string;
      /** Why, in a sentence. */
      readonly why: string;
      /** What to do. */
      readonly advice: string;
    };

export interface DiagnoseOptions {
  /** Newest first. */
  readonly secrets: readonly string[];
  readonly clock: Pick<Clock, 'now'>;
}

type Invalid = Extract<SignatureDiagnosis, { kind: 'invalid' }>;

const schemes = [standardWebhooks, svix];
/** Any time is near enough. */
const anyTimeSeconds = Number.MAX_SAFE_INTEGER;

/**
 * Verifies a request as a receiver would; where it is not valid, finds out why.
 *
 * @throws HooklaneError `invalid_secret`
 */
export function diagnoseSignature(
  request: RawRequest,
  options: DiagnoseOptions,
): SignatureDiagnosis {
  const { secrets } = options;
  const strict = tryVerify(request, secrets, options);
  if (strict.kind === 'valid') return strict;
  switch (strict.code) {
    case 'missing_header':
      return { ...strict, advice: headerAdvice(request) };
    case 'timestamp_too_old':
    case 'timestamp_too_new':
      return explainTime(strict, request, options);
    case 'signature_mismatch':
      return explainMismatch(strict, request, options);
    default:
      return strict;
  }
}

function tryVerify(
  { headers, body }: RawRequest,
  secrets: readonly string[],
  {
    clock,
    toleranceSeconds,
  }: { readonly clock: DiagnoseOptions['clock']; readonly toleranceSeconds?: number },
): SignatureDiagnosis {
  const now = clock.now();
  try {
    const options = { secrets, schemes, toleranceSeconds, clock: { now: () => now } };
    return valid(verifySignature({ headers, body }, options));
  } catch (error) {
    if (!isHooklaneError(error) || error.code === 'invalid_secret') throw error;
    // Every message says first what happened, and then what to do.
    const [why = '', ...advice] = error.message.split('. ');
    return { kind: 'invalid', code: error.code, why, advice: advice.join('. ') };
  }
}

function valid({ id, timestamp, scheme }: VerifiedHook): SignatureDiagnosis {
  return { kind: 'valid', id, signedAt: timestamp.getTime(), scheme };
}

function isValidWith(
  request: RawRequest,
  secrets: readonly string[],
  { clock }: DiagnoseOptions,
): boolean {
  return tryVerify(request, secrets, { clock, toleranceSeconds: anyTimeSeconds }).kind === 'valid';
}

function headerAdvice({ headers }: RawRequest): string {
  const names = headers.map(([name]) => name.toLowerCase());
  const signed = names.filter((name) => /signature/.test(name));
  return signed.length > 0
    ? `Headers of another sender came: ${signed.join(', ')}. Hooklane signs in webhook-id, webhook-timestamp and webhook-signature`
    : 'Give all headers of the request. If they are all, a proxy in between drops some';
}

function explainTime(
  strict: Invalid,
  request: RawRequest,
  options: DiagnoseOptions,
): SignatureDiagnosis {
  if (!isValidWith(request, options.secrets, options)) {
    return explainMismatch({ ...strict, code: 'signature_mismatch' }, request, options);
  }
  const seconds = Number(headerValue(request, 'timestamp'));
  const offMs = options.clock.now() - seconds * 1_000;
  const age = showDuration(Math.abs(offMs));
  return offMs > 0
    ? {
        ...strict,
        why: `The signature is right, but it was made ${age} ago, and receivers take 5 min`,
        advice:
          'Each attempt is signed anew: look at a fresh one. If this is one, set the clock of the receiver',
      }
    : {
        ...strict,
        why: `The signature is right, but its time is ${age} ahead, and receivers take 5 min`,
        advice: 'Set the clocks of sender and receiver',
      };
}

function explainMismatch(
  strict: Invalid,
  request: RawRequest,
  options: DiagnoseOptions,
): SignatureDiagnosis {
  const mismatch = { ...strict, code: 'signature_mismatch' };
  const { secrets } = options;
  const malformed = explainForm(request, secrets);
  if (malformed !== undefined) return { ...mismatch, ...malformed };
  const bodies = bodyVariants(request.body);
  for (const { body, why, advice } of bodies) {
    if (isValidWith({ ...request, body }, secrets, options)) return { ...mismatch, why, advice };
  }
  for (const { secret, why, advice } of secrets.flatMap(secretVariants)) {
    if (isValidWith(request, [secret], options)) return { ...mismatch, why, advice };
  }
  const cut = explainLength(request);
  return (
    (cut && { ...mismatch, ...cut }) ?? {
      ...mismatch,
      why: `Neither this body nor ${bodies.length} likely changes of it were signed with ${secrets.length === 1 ? 'this secret' : 'these secrets'}`,
      advice:
        'Most likely the secret is that of another partner or stage: compare it with hooklane partner show <partner> --secret. If it is right, id, time or body were changed',
    }
  );
}

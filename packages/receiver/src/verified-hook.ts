import { dateOf } from './clock.ts';
import type { CheckedOptions } from './options.ts';
import type { Candidate, ReceivedRequest } from './read-request.ts';
import type { ReceivedBody } from './received-body.ts';
import { refusal } from './refusal.ts';

/** A webhook whose sender, age and content are proved. */
export interface VerifiedHook<Body extends ReceivedBody = ReceivedBody> {
  /**
   * The `webhook-id`: the same in every attempt, so that duplicates can be dropped by it. For a scheme that
   * signs no id it is `sha256_` and the hash of the body, the same for all hooks with this body.
   */
  readonly id: string;
  /** When the sender made this attempt. For a scheme that signs no time: when it arrived. */
  // biome-ignore lint/style/noRestrictedGlobals: names the type; the clock is not read.
  readonly timestamp: Date;
  /** The body that was given, the very same value: text stays text, bytes stay bytes. */
  readonly body: Body;
  /** Name of the scheme it was signed by: `standard-webhooks`, unless the option `schemes` has others. */
  readonly scheme: string;
}

/** What a candidate is once its signature is known to fit. */
export function verifiedHook<Body extends ReceivedBody>(
  { schemeIndex, timestampSeconds }: Candidate,
  id: string,
  { body }: ReceivedRequest<Body>,
  { schemes, clock }: CheckedOptions,
): VerifiedHook<Body> {
  return {
    id,
    timestamp: dateOf(timestampSeconds ?? Math.floor(clock.now() / 1000)),
    body,
    scheme: schemes[schemeIndex]?.name ?? '',
  };
}

/** The error for a request that nobody with one of the secrets has signed. */
export function signatureMismatch(): ReturnType<typeof refusal> {
  return refusal(
    'signature_mismatch',
    'No signature fits this body and these secrets. Check that the secret is that of this endpoint and that the body is raw',
  );
}

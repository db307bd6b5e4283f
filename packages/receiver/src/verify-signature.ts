import { verify } from '@hooklane/signature';
import { dateOf } from './clock.ts';
import { checkOptions, type VerifySignatureOptions } from './options.ts';
import { checkBody, type ReceivedBody } from './received-body.ts';
import { type ReceivedHeaders, readHeaders } from './received-headers.ts';
import { refusal, showReceived } from './refusal.ts';
import { checkTimestamp } from './timestamp.ts';

/** A request as it arrived. Other properties are ignored. */
export interface ReceivedRequest<Body extends ReceivedBody = ReceivedBody> {
  readonly headers: ReceivedHeaders;
  /** As it was sent, before any parsing. */
  readonly body: Body;
}

/** A webhook whose sender, age and content are proved. */
export interface VerifiedHook<Body extends ReceivedBody = ReceivedBody> {
  /** The `webhook-id`: the same in every attempt, so that duplicates can be dropped by it. */
  readonly id: string;
  /** When the sender made this attempt. */
  // biome-ignore lint/style/noRestrictedGlobals: names the type; the clock is not read.
  readonly timestamp: Date;
  /** The body that was given, the very same value: text stays text, bytes stay bytes. */
  readonly body: Body;
}

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
  const { keys, maxBodyBytes, ...timestampOptions } = checkOptions(options);
  if (typeof request !== 'object' || request === null) {
    throw refusal(
      'invalid_options',
      `The request must be an object with headers and body. Received: ${showReceived(request)}`,
    );
  }
  const { headers, body: given } = request;
  const body = checkBody(given, maxBodyBytes);
  const { id, timestamp, signature } = readHeaders(headers);
  checkTimestamp(timestamp, timestampOptions);
  if (!verify({ id, timestamp, body, signature }, keys)) {
    throw refusal(
      'signature_mismatch',
      'No signature fits this body and these secrets. Check that the secret is that of this endpoint and that the body is raw',
    );
  }
  return { id, timestamp: dateOf(Number(timestamp)), body: given };
}

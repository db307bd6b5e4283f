import type { SignatureErrorCode } from './error-code.ts';
import { HooklaneError } from './hooklane-error.ts';
import { showReceived } from './received.ts';
import { invalidSecret } from './secret.ts';
import { signedContent, type WebhookBody } from './signed-content.ts';
import type { SigningKey } from './signing-key.ts';
import { isWebhookId, isWebhookTimestamp, maxSignatures } from './webhook-headers.ts';

/** A webhook about to be sent. */
export interface SignableMessage {
  /** The `webhook-id`: 1 to 255 visible ASCII characters, no `.` and no `,`. */
  readonly id: string;
  /** The `webhook-timestamp`: when this attempt is made, in whole Unix seconds. */
  readonly timestampSeconds: number;
  /** Exactly what will be sent. Text stands for its UTF-8 bytes. */
  readonly body: WebhookBody;
}

/**
 * Makes the `webhook-signature` header of a message: one signature per key, in the order of the
 * keys, with a space between them. During a rotation give the newest key first.
 *
 * @throws HooklaneError `invalid_header` when the id cannot be a `webhook-id`
 * @throws HooklaneError `invalid_timestamp` when the time is not a whole number of seconds
 * @throws HooklaneError `invalid_body` when the body is neither bytes nor well-formed text
 * @throws HooklaneError `invalid_secret` without a key, or with more than 16
 *
 * Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function sign(
  { id, timestampSeconds, body }: SignableMessage,
  keys: readonly SigningKey[],
): string {
  // A message is never sent unsigned because a list of secrets happened to be empty.
  if (keys.length < 1 || keys.length > maxSignatures) {
    throw invalidSecret(`sign takes 1 to ${maxSignatures} keys. Received: ${keys.length}`);
  }
  if (!isWebhookId(id)) {
    throw new HooklaneError<SignatureErrorCode>(
      'invalid_header',
      'id must be 1 to 255 visible ASCII characters without "." and ","',
    );
  }
  if (!isTimestampSeconds(timestampSeconds)) {
    throw new HooklaneError<SignatureErrorCode>(
      'invalid_timestamp',
      `timestampSeconds must be whole Unix seconds, not milliseconds. Received: ${showReceived(timestampSeconds)}`,
    );
  }
  const content = signedContent(id, timestampSeconds, body);
  return keys.map((key) => key.signContent(content)).join(' ');
}

function isTimestampSeconds(value: unknown): value is number {
  return typeof value === 'number' && isWebhookTimestamp(String(value));
}

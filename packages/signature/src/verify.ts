import { invalidSecret } from './secret.ts';
import { parseSignatures, textsOf } from './signature-item.ts';
import { signedContent, type WebhookBody } from './signed-content.ts';
import type { VerificationKey } from './verification-key.ts';
import { isWebhookId, isWebhookSignature, isWebhookTimestamp } from './webhook-headers.ts';

/** A webhook as it arrived: the values of its three headers, and its body. */
export interface SignedMessage {
  /** Value of `webhook-id`. */
  readonly id: string;
  /** Value of `webhook-timestamp`, not yet a number. */
  readonly timestamp: string;
  /** Exactly what was received. Text stands for its UTF-8 bytes. */
  readonly body: WebhookBody;
  /** Value of `webhook-signature`. */
  readonly signature: string;
}

/**
 * Tells whether one of the signatures was made over this message with one of the keys. Every key
 * is tried on every signature of its version, in constant time; malformed signatures are skipped.
 *
 * Says nothing about the age of the message: `verifySignature` of `@hooklane/receiver` does.
 * Nothing that a sender puts into the headers makes it throw: what they cannot hold is `false`, and
 * so is a signature header above 4,096 characters or 16 signatures.
 *
 * @throws HooklaneError `invalid_secret` without a key
 * @throws HooklaneError `invalid_body` when the body is neither bytes nor well-formed text
 *
 * Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function verify(
  { id, timestamp, body, signature }: SignedMessage,
  keys: readonly VerificationKey[],
): boolean {
  if (keys.length === 0) throw invalidSecret('verify takes at least one key. Received: 0');
  const content = signedContent(id, timestamp, body);
  if (!isWebhookId(id) || !isWebhookTimestamp(timestamp) || !isWebhookSignature(signature)) {
    return false;
  }
  const items = parseSignatures(signature);
  return keys.some(({ version, matchesAny }) => {
    const signatures = textsOf(items, version);
    return signatures.length > 0 && matchesAny(content, signatures);
  });
}

/**
 * The names of the three headers that carry a signature, in lower case.
 *
 * Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const webhookHeaderNames = {
  id: 'webhook-id',
  timestamp: 'webhook-timestamp',
  signature: 'webhook-signature',
} as const;

/** Longest `webhook-signature` that is looked at, in characters. */
export const maxSignatureHeaderLength = 4096;
/** Most signatures in one header. */
export const maxSignatures = 16;

// Visible ASCII. Without "." because the signed content is `id.timestamp.body`: the id `a.1` with
// the body `x` would share its signature with the id `a` at the time 1. Without "," because HTTP
// joins two headers of one name with it.
const idPattern = /^[!-+\-/-~]{1,255}$/;
const timestampPattern = /^[1-9]\d{0,11}$/;

/** Tells whether `value` can be a `webhook-id`: 1 to 255 visible ASCII characters, no `.` and no `,`. */
export function isWebhookId(value: unknown): value is string {
  return typeof value === 'string' && idPattern.test(value);
}

/** Tells whether `value` can be a `webhook-timestamp`: Unix seconds, 1 to 12 digits, no leading zero. */
export function isWebhookTimestamp(value: unknown): value is string {
  return typeof value === 'string' && timestampPattern.test(value);
}

/**
 * Tells whether `value` can be a `webhook-signature`: at most 4,096 characters and 16 items with a
 * space between them. What the items hold is for `verify` to judge.
 */
export function isWebhookSignature(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= maxSignatureHeaderLength &&
    splitSignatures(value).length <= maxSignatures
  );
}

/** The items of a signature header; more than one space between them is fine. */
export function splitSignatures(header: string): readonly string[] {
  if (!header.includes(' ')) return header === '' ? [] : [header];
  return header.split(' ').filter((item) => item !== '');
}

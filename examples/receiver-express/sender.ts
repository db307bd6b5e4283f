import { createSigningKey, sign } from '@hooklane/signature';

/** A webhook to be signed, as its sender would. */
export interface WebhookToSign {
  readonly id: string;
  readonly body: string;
  readonly secret: string;
  /** Milliseconds since the epoch. @default now */
  readonly sentAt?: number;
}

/** Signs a webhook; gives what `fetch` takes. */
export function signWebhook({ id, body, secret, sentAt = Date.now() }: WebhookToSign): {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
} {
  const timestampSeconds = Math.floor(sentAt / 1_000);
  const signature = sign({ id, timestampSeconds, body }, [createSigningKey(secret)]);
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestampSeconds),
      'webhook-signature': signature,
    },
    body,
  };
}

import { createSigningKey, sign } from '@hooklane/signature';

/** A webhook on its way: what comes out of an HTTP client. */
export interface SentWebhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Signs a webhook, as its sender would. */
export function signWebhook({
  id,
  body,
  secret,
}: {
  readonly id: string;
  readonly body: string;
  readonly secret: string;
}): SentWebhook {
  const timestampSeconds = Math.floor(Date.now() / 1_000);
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': sign({ id, timestampSeconds, body }, [createSigningKey(secret)]),
  };
  return { headers, body };
}

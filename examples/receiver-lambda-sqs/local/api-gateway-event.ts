import type { LambdaHttpEvent } from '@hooklane/receiver/lambda';
import type { SentWebhook } from './sender.ts';

/** A request as an HTTP API (payload format 2.0) hands it over: header names in lower case, the body as text. */
export function httpApiEvent({ headers, body }: SentWebhook): LambdaHttpEvent {
  return {
    rawPath: '/webhooks',
    requestContext: { http: { method: 'POST' } },
    headers,
    body,
    isBase64Encoded: false,
  };
}

/**
 * The same of a REST API: header names as the sender wrote them, and the body in base64, as it is where the API has
 * binary media types.
 */
export function restApiEvent({ headers, body }: SentWebhook): LambdaHttpEvent {
  const named = Object.entries(headers).map(([name, value]): [string, string] => [
    name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
    value,
  ]);
  return {
    httpMethod: 'POST',
    path: '/webhooks',
    headers: Object.fromEntries(named),
    multiValueHeaders: Object.fromEntries(named.map(([name, value]) => [name, [value]])),
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
  };
}

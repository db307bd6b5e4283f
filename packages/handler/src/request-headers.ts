import type { Hook } from '@hooklane/core';
import { type SigningKey, sign } from '@hooklane/signature';
import { version } from './version.ts';

/** What the headers of an attempt are made from, beside the hook. */
export interface BuildRequestHeadersOptions {
  readonly attempt: number;
  /** The bytes of `hook.body`. */
  readonly body: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly keys: readonly SigningKey[];
}

/** The headers of one attempt, signed for its own time: a signature is good for five minutes only. */
export function buildRequestHeaders(
  hook: Hook,
  { attempt, body, startedAt, keys }: BuildRequestHeadersOptions,
): Record<string, string> {
  const timestampSeconds = Math.floor(startedAt / 1_000);
  return {
    ...hook.headers,
    'content-type': 'application/json',
    'content-length': String(body.byteLength),
    'user-agent': `Hooklane/${version}`,
    'webhook-id': hook.id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': sign({ id: hook.id, timestampSeconds, body }, keys),
    'hooklane-type': hook.type,
    'hooklane-attempt': String(attempt),
  };
}

import { createSigningKey, sign } from '@hooklane/signature';
import { webhookHeaderNames } from '@hooklane/signature/format';
import { type Clock, dateOf, systemClock } from './clock.ts';

/** A webhook for a test: a Standard Webhooks payload, or any body. */
export type HookToSign =
  | {
      /** @default a new one */
      readonly id?: string | undefined;
      readonly type: string;
      readonly data: unknown;
    }
  | {
      /** @default a new one */
      readonly id?: string | undefined;
      readonly body: string | Uint8Array<ArrayBuffer>;
    };

/** A signed request, which is an init of `fetch` too. */
export interface SignedRequest {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/**
 * Signs a webhook as its sender would, for the tests of what receives it.
 *
 * @throws HooklaneError `invalid_secret` unless `secret` is one that signs: `whsec_…` or `whsk_…`
 *
 * @example
 * ```ts
 * const response = await POST(new Request(url, signedRequest({ type: 'invoice.paid', data }, { secret })));
 * ```
 */
export function signedRequest(
  hook: HookToSign,
  { secret, clock = systemClock }: { readonly secret: string; readonly clock?: Clock | undefined },
): SignedRequest {
  const { id = `msg_${crypto.randomUUID().replaceAll('-', '')}` } = hook;
  const timestampSeconds = Math.floor(clock.now() / 1_000);
  const timestamp = dateOf(timestampSeconds).toISOString();
  const body =
    'body' in hook ? hook.body : JSON.stringify({ type: hook.type, timestamp, data: hook.data });
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [webhookHeaderNames.id]: id,
      [webhookHeaderNames.timestamp]: `${timestampSeconds}`,
      [webhookHeaderNames.signature]: sign({ id, timestampSeconds, body }, [
        createSigningKey(secret),
      ]),
    },
    body,
  };
}

import { refusal, showReceived } from './refusal.ts';

/** The secrets of an endpoint, any of which may have signed; two during a rotation. */
export type Secrets = string | readonly string[];

/** Standard Webhooks under one prefix of header names. Its secrets are `whsec_…`, bare base64 or `whpk_…`. */
export interface StandardScheme {
  readonly kind: 'standard';
  /** What {@link VerifiedHook.scheme} tells. */
  readonly name: string;
  /** In lower case, before `id`, `timestamp` and `signature`: `webhook-`. */
  readonly headerPrefix: string;
  /** @default the option `secrets` */
  readonly secrets?: Secrets | undefined;
}

/** HMAC-SHA256 of the body, or of the body after a prefix, in one header: what most older senders do. */
export interface HmacScheme {
  readonly kind: 'hmac';
  /** What {@link VerifiedHook.scheme} tells. */
  readonly name: string;
  /** The header with the signature, in lower case. */
  readonly signatureHeader: string;
  /** How the signature is written. */
  readonly encoding: 'hex' | 'base64';
  /** What stands before the signature in its header, such as `sha256=`. @default nothing */
  readonly signaturePrefix?: string | undefined;
  /**
   * What is signed before the body, with `{id}` and `{timestamp}` for the values of the two headers below,
   * such as `v0:{timestamp}:`. @default nothing
   */
  readonly contentPrefix?: string | undefined;
  /** The header with the id, in lower case; only with `{id}` in `contentPrefix`: unsigned, it proves nothing. */
  readonly idHeader?: string | undefined;
  /** The header with Unix seconds, in lower case; only with `{timestamp}` in `contentPrefix`. */
  readonly timestampHeader?: string | undefined;
  /** What the text of a secret stands for. @default 'utf8' */
  readonly secretEncoding?: 'utf8' | 'hex' | 'base64' | undefined;
  /** @default the option `secrets` */
  readonly secrets?: Secrets | undefined;
}

/** How a sender signs, as data. */
export type SignatureScheme = StandardScheme | HmacScheme;

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
export const standardWebhooks: StandardScheme = Object.freeze({
  kind: 'standard',
  name: 'standard-webhooks',
  headerPrefix: 'webhook-',
});

/** Standard Webhooks under the header names of Svix: `svix-id`, `svix-timestamp`, `svix-signature`. */
export const svix: StandardScheme = Object.freeze({
  kind: 'standard',
  name: 'svix',
  headerPrefix: 'svix-',
});

/**
 * Hex HMAC-SHA256 of the body alone in `x-request-signature-sha-256`. Without id and time: what was recorded
 * verifies for ever, so use it during a change of senders only.
 */
export const requestSignatureSha256: HmacScheme = Object.freeze({
  kind: 'hmac',
  name: 'request-signature-sha-256',
  signatureHeader: 'x-request-signature-sha-256',
  encoding: 'hex',
});

/** @throws HooklaneError `invalid_options` for a scheme that cannot be judged by */
export function checkSchemes(value: unknown): readonly SignatureScheme[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw wrong(
      `schemes must be an array of at least one scheme. Received: ${showReceived(value)}`,
    );
  }
  return value.map(checkScheme);
}

function checkScheme(value: unknown): SignatureScheme {
  if (value === standardWebhooks) return standardWebhooks;
  if (!isScheme(value)) {
    throw wrong(`A scheme must be of kind "standard" or "hmac". Received: ${showReceived(value)}`);
  }
  const names =
    value.kind === 'standard'
      ? [value.headerPrefix]
      : [value.signatureHeader, value.idHeader ?? 'id', value.timestampHeader ?? 'timestamp'];
  if (names.some((name) => typeof name !== 'string' || !/^[a-z0-9_-]+$/.test(name))) {
    throw wrong('The header names of a scheme must be in lower case: a-z 0-9 _ -');
  }
  if (typeof value.name !== 'string' || value.name === '') throw wrong('A scheme must have a name');
  if (value.kind === 'hmac') checkHmacScheme(value);
  return value;
}

function checkHmacScheme(scheme: HmacScheme): void {
  const { contentPrefix = '', encoding, secretEncoding = 'utf8' } = scheme;
  if (encoding !== 'hex' && encoding !== 'base64') {
    throw wrong('encoding of a scheme must be "hex" or "base64"');
  }
  if (!['utf8', 'hex', 'base64'].includes(secretEncoding)) {
    throw wrong('secretEncoding of a scheme must be "utf8", "hex" or "base64"');
  }
  const parts = { '{id}': scheme.idHeader, '{timestamp}': scheme.timestampHeader };
  for (const [part, header] of Object.entries(parts)) {
    if (contentPrefix.includes(part) !== (header !== undefined)) {
      throw wrong(`A scheme needs ${part} in contentPrefix if, and only if, it names its header`);
    }
  }
}

function isScheme(value: unknown): value is SignatureScheme {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    (value.kind === 'standard' || value.kind === 'hmac')
  );
}

function wrong(message: string): ReturnType<typeof refusal> {
  return refusal('invalid_options', message);
}

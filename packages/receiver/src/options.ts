import { type Clock, systemClock } from './clock.ts';
import { headerNamesOf } from './read-request.ts';
import { type WantedHeaders, wantedHeaders } from './received-headers.ts';
import { refusal, showReceived } from './refusal.ts';
import { checkSchemes, type Secrets, type SignatureScheme, standardWebhooks } from './scheme.ts';

/** How {@link verifySignature} judges. Unknown options are refused. */
export interface VerifySignatureOptions {
  /**
   * The secrets of this endpoint, any of which may have signed; two during a rotation. `whsec_…` or
   * bare base64 of 24 to 64 bytes is an HMAC secret, `whpk_…` an Ed25519 public key. The last 256
   * secrets of the process are kept imported.
   */
  readonly secrets: Secrets;
  /**
   * How the sender signs; several during a change of senders. A request is judged by the first of them
   * whose signature header came with it.
   *
   * @default [standardWebhooks]
   */
  readonly schemes?: readonly SignatureScheme[] | undefined;
  /**
   * How far `webhook-timestamp` may be from now, in seconds, in both directions; the limit itself is
   * accepted. Above 0 and finite: without it, a webhook that was recorded can be sent again for ever.
   *
   * @default 300
   */
  readonly toleranceSeconds?: number | undefined;
  /**
   * Largest body that is looked at, in bytes.
   *
   * @default 1048576 (1 MiB, the largest message of SQS, through which every hook of Hooklane goes)
   */
  readonly maxBodyBytes?: number | undefined;
  /** @default the wall clock */
  readonly clock?: Clock | undefined;
}

export interface CheckedOptions {
  readonly schemes: readonly SignatureScheme[];
  /** The secrets of each scheme, not yet checked. */
  readonly secrets: readonly unknown[];
  /** All headers that the schemes read. */
  readonly headers: WantedHeaders;
  readonly toleranceSeconds: number;
  readonly maxBodyBytes: number;
  readonly clock: Clock;
}

const noOptions: Readonly<Record<keyof VerifySignatureOptions, undefined>> = {
  secrets: undefined,
  schemes: undefined,
  toleranceSeconds: undefined,
  maxBodyBytes: undefined,
  clock: undefined,
};
const defaultSchemes: readonly SignatureScheme[] = [standardWebhooks];
const defaultHeaders: WantedHeaders = wantedHeaders(headerNamesOf(standardWebhooks));

/** @throws HooklaneError `invalid_options` */
export function checkOptions(options: unknown): CheckedOptions {
  if (typeof options !== 'object' || options === null) {
    throw refusal(
      'invalid_options',
      `The options of verifySignature must be an object. Received: ${showReceived(options)}`,
    );
  }
  // Own keys only: a polluted prototype must not widen the tolerance.
  const own: Record<string, unknown> = { ...noOptions };
  const given = options as Readonly<Record<string, unknown>>;
  for (const name in given) {
    if (!Object.hasOwn(given, name)) continue;
    if (!Object.hasOwn(noOptions, name)) {
      throw refusal(
        'invalid_options',
        `There is no option ${JSON.stringify(name)}. There are: ${Object.keys(noOptions).join(', ')}`,
      );
    }
    own[name] = given[name];
  }
  const {
    secrets,
    schemes: listed = defaultSchemes,
    toleranceSeconds = 300,
    maxBodyBytes = 1_048_576,
    clock = systemClock,
  } = own;
  const schemes = listed === defaultSchemes ? defaultSchemes : checkSchemes(listed);
  return {
    schemes,
    secrets: schemes.map((scheme) => scheme.secrets ?? secrets),
    headers:
      schemes === defaultSchemes ? defaultHeaders : wantedHeaders(schemes.flatMap(headerNamesOf)),
    toleranceSeconds: checkTolerance(toleranceSeconds),
    maxBodyBytes: checkMaxBodyBytes(maxBodyBytes),
    clock: checkClock(clock),
  };
}

function checkTolerance(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw refusal(
    'invalid_options',
    `toleranceSeconds must be a finite number above 0. Received: ${showReceived(value)}`,
  );
}

function checkMaxBodyBytes(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw refusal(
    'invalid_options',
    `maxBodyBytes must be an integer above 0. Received: ${showReceived(value)}`,
  );
}

function checkClock(value: unknown): Clock {
  if (isClock(value)) return value;
  throw refusal(
    'invalid_options',
    `clock must have a function now. Received: ${showReceived(value)}`,
  );
}

function isClock(value: unknown): value is Clock {
  // `Date` is a function and a clock as well.
  const isHolder = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return isHolder && 'now' in value && typeof value.now === 'function';
}

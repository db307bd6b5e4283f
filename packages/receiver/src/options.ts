import type { VerificationKey } from '@hooklane/signature';
import { type Clock, systemClock } from './clock.ts';
import { refusal, showReceived } from './refusal.ts';
import { verificationKeysOf } from './verification-keys.ts';

/** How {@link verifySignature} judges. Unknown options are refused. */
export interface VerifySignatureOptions {
  /**
   * The secrets of this endpoint, any of which may have signed; two during a rotation. `whsec_…` or
   * bare base64 of 24 to 64 bytes is an HMAC secret, `whpk_…` an Ed25519 public key. The last 256
   * secrets of the process are kept imported.
   */
  readonly secrets: string | readonly string[];
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
  readonly keys: readonly VerificationKey[];
  readonly toleranceSeconds: number;
  readonly maxBodyBytes: number;
  readonly clock: Clock;
}

const optionNames: readonly string[] = [
  'secrets',
  'toleranceSeconds',
  'maxBodyBytes',
  'clock',
] satisfies readonly (keyof VerifySignatureOptions)[];

/** @throws HooklaneError `invalid_options` or `invalid_secret` */
export function checkOptions(options: unknown): CheckedOptions {
  if (typeof options !== 'object' || options === null) {
    throw refusal(
      'invalid_options',
      `The options of verifySignature must be an object. Received: ${showReceived(options)}`,
    );
  }
  const unknownName = Object.keys(options).find((name) => !optionNames.includes(name));
  if (unknownName !== undefined) {
    throw refusal(
      'invalid_options',
      `verifySignature has no option ${JSON.stringify(unknownName)}. It has: ${optionNames.join(', ')}`,
    );
  }
  // Own keys only: a polluted prototype must not widen the tolerance.
  const own: Partial<Record<keyof VerifySignatureOptions, unknown>> = Object.assign(
    Object.create(null),
    options,
  );
  const { secrets, toleranceSeconds = 300, maxBodyBytes = 1_048_576, clock = systemClock } = own;
  return {
    toleranceSeconds: checkTolerance(toleranceSeconds),
    maxBodyBytes: checkMaxBodyBytes(maxBodyBytes),
    clock: checkClock(clock),
    keys: verificationKeysOf(secrets),
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

import { HooklaneError, type StoredSecret, showReceived } from '@hooklane/core';
import type { RotatedSecret } from '@hooklane/provisioner';
import { generateSecret } from '@hooklane/signature';

/** What {@link rotateStored} made. */
export interface RotatedSecrets extends RotatedSecret {
  /** All that are to be stored, newest first. */
  readonly stored: readonly StoredSecret[];
}

/** As `rotateSecret` of the provisioner has it: 30 days. */
const longestOverlapMs = 30 * 86_400_000;
/** One `webhook-signature` header holds no more. */
const mostSecrets = 16;

/**
 * Puts a new secret before those of a partner, and ends those after `overlapMs`.
 *
 * @throws HooklaneError `too_many_secrets`, `invalid_options`
 */
export function rotateStored(
  present: readonly StoredSecret[],
  {
    partnerId,
    overlapMs,
    now,
  }: { readonly partnerId: string; readonly overlapMs: number; readonly now: number },
): RotatedSecrets {
  if (!Number.isInteger(overlapMs) || overlapMs < 0 || overlapMs > longestOverlapMs) {
    throw new HooklaneError(
      'invalid_options',
      `rotateSecret options: overlapMs must be an integer from 0 to ${longestOverlapMs}. Received: ${showReceived(overlapMs)}`,
    );
  }
  const previousValidUntil = now + overlapMs;
  const kept = present
    .map(({ secret, validUntil = previousValidUntil }) => ({
      secret,
      validUntil: Math.min(validUntil, previousValidUntil),
    }))
    .filter(({ validUntil }) => validUntil > now);
  if (kept.length >= mostSecrets) {
    throw new HooklaneError(
      'too_many_secrets',
      `Partner ${partnerId} has ${kept.length} secrets that still sign, and a hook carries at most ${mostSecrets} signatures. Rotate with a shorter overlapMs`,
    );
  }
  const secret = generateSecret();
  return { secret, previousValidUntil, stored: [{ secret }, ...kept] };
}

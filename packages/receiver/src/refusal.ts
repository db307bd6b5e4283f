import { HooklaneError } from '@hooklane/signature';
import type { VerifySignatureErrorCode } from './error-code.ts';

/** The error of every refusal in this package; the codes are those of {@link VerifySignatureErrorCode}. */
export function refusal(
  code: VerifySignatureErrorCode,
  message: string,
): HooklaneError<VerifySignatureErrorCode> {
  return new HooklaneError(code, message);
}

/**
 * Shows a refused value in an error message. Text is never shown, because it may be a secret, a
 * header or a body that ended up in the wrong place.
 */
export function showReceived(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

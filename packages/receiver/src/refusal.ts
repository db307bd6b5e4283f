import { HooklaneError } from '@hooklane/signature/format';
import type { ReceiverErrorCode } from './error-code.ts';

/** The error of every refusal in this package. */
export function refusal<Code extends ReceiverErrorCode>(
  code: Code,
  message: string,
  options?: ErrorOptions,
): HooklaneError<Code> {
  return new HooklaneError(code, message, options);
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

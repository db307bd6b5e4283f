import { isReservedHeader } from '@hooklane/core';
import type { Input } from 'ky';

/**
 * The headers of a POST: those of the request as they were given, and beside them what hooks of ky
 * added under names that the headers of a hook may have.
 */
export function wireHeaders(
  fromKy: Input,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const headers: Record<string, string> = { ...given };
  if (!(fromKy instanceof Request)) return headers;
  for (const [name, value] of fromKy.headers) {
    if (!(name in given) && !isReservedHeader(name)) headers[name] = value;
  }
  return headers;
}

import { HooklaneError, isReservedHeader } from '@hooklane/core';
import type { RolloutHook } from './rollout-hook.ts';

/**
 * Adds the headers that the legacy publisher would have sent, its signature above all, so that a partner can verify
 * a hook either way while it changes. The hook stays as it is.
 *
 * @throws HooklaneError `invalid_headers`, naming the header but never its value
 */
export function withLegacyHeaders(
  hook: RolloutHook,
  legacyHeaders: Readonly<Record<string, string>>,
): RolloutHook {
  const given = new Set(Object.keys(hook.headers ?? {}).map((name) => name.toLowerCase()));
  for (const name of Object.keys(legacyHeaders)) {
    if (isReservedHeader(name.toLowerCase())) {
      throw refuse(name, 'Hooklane sets it or HTTP reserves it');
    }
    if (given.has(name.toLowerCase())) throw refuse(name, 'the hook has it already');
  }
  return { ...hook, headers: { ...hook.headers, ...legacyHeaders } };
}

function refuse(name: string, why: string): HooklaneError<'invalid_headers'> {
  return new HooklaneError(
    'invalid_headers',
    `legacyHeaders may not set ${JSON.stringify(name)}: ${why}`,
  );
}

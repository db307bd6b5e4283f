import { HooklaneError } from '@hooklane/core';

/**
 * Refuses props that nobody reads.
 *
 * @throws HooklaneError `invalid_options`
 */
export function refuseUnknownProps(
  construct: string,
  props: object,
  known: readonly string[],
): void {
  const unknown = Object.keys(props).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw invalidProps(
    construct,
    `unknown prop ${JSON.stringify(unknown)}. Known are: ${known.join(', ')}`,
  );
}

/** The error for a prop of a construct. */
export function invalidProps(construct: string, what: string): HooklaneError<'invalid_options'> {
  return new HooklaneError('invalid_options', `${construct}: ${what}`);
}

import { HooklaneError } from '@hooklane/core';
import { mostTries } from './table.ts';

/** What is thrown when others changed the same items each time. */
export function changedMeanwhile(
  what: string,
  tries: number = mostTries,
): HooklaneError<'changed_meanwhile'> {
  return new HooklaneError(
    'changed_meanwhile',
    `Others changed ${what} each of the ${tries} times that it was to be written. Call again; nothing of it was changed.`,
  );
}

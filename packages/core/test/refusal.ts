import { expect } from 'vitest';
import { isHooklaneError } from '../src/index.ts';

/** The error that `act` throws, which must be a HooklaneError with that code. */
export function refusalOf(act: () => unknown, code: string): Error {
  try {
    act();
  } catch (error) {
    expect(isHooklaneError(error, code), String(error)).toBe(true);
    return error as Error;
  }
  throw new Error(`Nothing was refused, where ${code} was expected`);
}

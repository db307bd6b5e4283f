import { InvalidArgumentError } from 'commander';

/**
 * Reads an option that is a number. Whether it is within its bounds, the library says.
 *
 * @throws InvalidArgumentError, which the parser of options shows with the option and the value
 */
export function parseNumber(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('It must be a number.');
  return Number(text);
}

/**
 * Reads an option that counts something: an integer from 1.
 *
 * @throws InvalidArgumentError, which the parser of options shows with the option and the value
 */
export function parseCount(text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : 0;
  if (count < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return count;
}

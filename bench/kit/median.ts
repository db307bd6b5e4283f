/** The value in the middle; of an even count the lower of two. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The smallest value that is no smaller than a share of all: `quantile(delays, 0.99)`. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN;
  const index = Math.max(0, Math.ceil(values.length * share) - 1);
  return values.toSorted((a, b) => a - b)[index] ?? Number.NaN;
}

/** The median of the ratios of neighbours in time: a machine that slows down slows both. */
export function ratioOf(one: readonly number[], other: readonly number[]): number {
  return median(one.map((value, round) => value / (other[round] ?? Number.NaN)));
}

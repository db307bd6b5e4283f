/** Tells whether shares rise from above 0 to 1. */
export function areWaves(shares: readonly number[]): boolean {
  return shares.at(-1) === 1 && shares.every((share, index) => share > (shares[index - 1] ?? 0));
}

/** Cuts the partners into waves, each with what its share adds to the one before. */
export function cutWaves(
  partnerIds: readonly string[],
  shares: readonly number[],
): readonly (readonly string[])[] {
  const ends = shares.map((share) => Math.ceil(share * partnerIds.length));
  return ends
    .map((end, index) => partnerIds.slice(ends[index - 1] ?? 0, end))
    .filter((wave) => wave.length > 0);
}

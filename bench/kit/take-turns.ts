/** Who is measured: the same work, done its own way. */
export interface Contestant<Measured> {
  readonly name: string;
  readonly measure: () => Promise<Measured>;
}

export interface TakeTurnsOptions {
  /** Counted rounds. */
  readonly rounds: number;
  /** Rounds before, to warm up, that are not counted. @default 1 */
  readonly warmUps?: number;
  readonly onRound?: (round: number, contestant: string) => void;
}

/**
 * Lets contestants take turns, in another order each round, so that none is always first, and none is measured on a machine
 * that another had for itself. Gives the measurements of each by its name, in the order of the rounds.
 */
export async function takeTurns<Measured>(
  contestants: readonly Contestant<Measured>[],
  { rounds, warmUps = 1, onRound }: TakeTurnsOptions,
): Promise<ReadonlyMap<string, readonly Measured[]>> {
  const measured = new Map<string, Measured[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 1 - warmUps; round <= rounds; round += 1) {
    const first = Math.abs(round) % contestants.length;
    for (const { name, measure } of [...contestants.slice(first), ...contestants.slice(0, first)]) {
      onRound?.(round, name);
      const result = await measure();
      if (round > 0) measured.get(name)?.push(result);
    }
  }
  return measured;
}

import { type ColdStart, measureColdStart, type World } from './cold-start.ts';
import type { Contestant, ContestantName } from './contestants.ts';

/** The cold starts of each function, one in each round, in the order of the rounds. */
export type Rounds = Readonly<Record<ContestantName, readonly ColdStart[]>>;

/** How {@link runRounds} measures. */
export interface RunRoundsOptions {
  readonly rounds: number;
  readonly world: World;
  readonly ric: string;
  readonly onRound: (round: number) => void;
}

/** All take turns, another first in each round; the first round warms up and is not counted. */
export async function runRounds(
  contestants: readonly Contestant[],
  { rounds, world, ric, onRound }: RunRoundsOptions,
): Promise<Rounds> {
  const measured = { empty: [], 'Hooklane, cjs': [], 'Hooklane, esm': [], plain: [] } as Record<
    ContestantName,
    ColdStart[]
  >;
  for (let round = 0; round <= rounds; round += 1) {
    onRound(round);
    const first = round % contestants.length;
    for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)]) {
      const coldStart = await measureColdStart(contestant, { world, ric });
      if (round > 0) measured[contestant.name].push(coldStart);
    }
  }
  return measured;
}

/** The median of one figure. */
export function medianOf(coldStarts: readonly ColdStart[], figure: keyof ColdStart): number {
  return median(coldStarts.map((coldStart) => coldStart[figure]));
}

/** The median of the ratios of neighbours in time: a machine that slows down slows both. */
export function ratioOf(
  ones: readonly ColdStart[],
  others: readonly ColdStart[],
  figure: keyof ColdStart,
): number {
  return median(ones.map((one, round) => one[figure] / (others[round]?.[figure] ?? Number.NaN)));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

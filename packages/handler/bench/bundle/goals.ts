import type { Contestant } from './contestants.ts';
import { type Rounds, ratioOf } from './rounds.ts';

/** What is wanted of the published function, and what was found. */
export interface Verdict {
  readonly what: string;
  readonly found: number;
  readonly atMost: number;
  readonly isMet: boolean;
}

// Lambda fetches the code before it starts it.
const mostBytes = 200_000;
const mostOfEmpty = 1.6;
const mostOfPlain = 0.6;

/** Judges the bundle in the format that is published. */
export function judge(ours: Contestant, measured: Rounds): readonly Verdict[] {
  const own = measured['Hooklane, cjs'];
  return [
    verdict('bytes of code, minified', ours.bytes, mostBytes),
    verdict('of the empty handler, to ready', ratioOf(own, measured.empty, 'readyMs'), mostOfEmpty),
    verdict('of the plain handler, to ready', ratioOf(own, measured.plain, 'readyMs'), mostOfPlain),
    verdict(
      'of the plain handler, to ready and through the first batch',
      ratioOf(own, measured.plain, 'coldMs'),
      mostOfPlain,
    ),
  ];
}

/** One line; a ratio is rounded up, and so never in our favour. */
export function showVerdict({ what, found, atMost, isMet }: Verdict): string {
  return `${isMet ? 'met   ' : 'MISSED'} ${Math.ceil(found * 1_000) / 1_000} ${what} (goal: at most ${atMost})`;
}

function verdict(what: string, found: number, atMost: number): Verdict {
  return { what, found, atMost, isMet: found <= atMost };
}

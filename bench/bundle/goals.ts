import type { Goal } from '../kit/goal.ts';
import { ratioOf } from '../kit/median.ts';
import type { ColdStart } from './cold-start.ts';
import type { Contestant } from './contestants.ts';

/** In the format that is published. */
const published = 'Hooklane, cjs';
// Lambda fetches the code before it starts it.
const mostBytes = 200_000;
const mostOfEmpty = 1.6;
const mostOfPlain = 0.6;

/** What is wanted of the published function, and what was found. */
export function goalsOf(
  contestants: readonly Contestant[],
  figuresOf: (name: string, figure: keyof ColdStart) => readonly number[],
): readonly Goal[] {
  const ours = contestants.find(({ name }) => name === published);
  if (ours === undefined) throw new Error('There is no bundle of Hooklane');
  const ratio = (other: string, figure: keyof ColdStart): number =>
    ratioOf(figuresOf(published, figure), figuresOf(other, figure));
  return [
    { what: 'bytes of code, minified', value: ours.bytes, atMost: mostBytes },
    {
      what: 'of the empty handler, to ready',
      value: ratio('empty', 'readyMs'),
      atMost: mostOfEmpty,
    },
    {
      what: 'of the plain handler, to ready',
      value: ratio('plain', 'readyMs'),
      atMost: mostOfPlain,
    },
    {
      what: 'of the plain handler, to ready and through the first batch',
      value: ratio('plain', 'coldMs'),
      atMost: mostOfPlain,
    },
  ];
}

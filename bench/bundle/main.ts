// What a lane's function weighs and how fast it starts, beside an empty and a plain one: `pnpm bench:bundle`.
import { ricDirectory } from '../../test/setup/lambda-runtime.ts';
import { median, ratioOf } from '../kit/median.ts';
import { runBench } from '../kit/run-bench.ts';
import { takeTurns } from '../kit/take-turns.ts';
import { versionsOf } from '../kit/version-of.ts';
import { type ColdStart, measureColdStart, startWorld } from './cold-start.ts';
import { buildContestants, type Contestant } from './contestants.ts';
import { goalsOf } from './goals.ts';

const rounds = 41;

await runBench(
  {
    name: 'bundle',
    versions: versionsOf('@aws-sdk/client-sqs', '@aws-sdk/client-ssm', 'ky', 'zod', 'esbuild'),
  },
  async ({ progress, table, goal, note, raw }) => {
    const ric = await ricDirectory();
    if (typeof ric !== 'string') throw new Error(ric.missing);
    progress('building the functions');
    const contestants = await buildContestants();
    await using world = await startWorld();
    const measured = await takeTurns(
      contestants.map((contestant) => ({
        name: contestant.name,
        measure: () => measureColdStart(contestant, { world, ric }),
      })),
      { rounds, onRound: (round, name) => progress(`round ${round} of ${rounds}, ${name}`) },
    );
    const figuresOf = (name: string, figure: keyof ColdStart): readonly number[] =>
      (measured.get(name) ?? []).map((coldStart) => coldStart[figure]);
    table({
      title: `A function in a process of its own under Lambda's runtime client, 256 MB, and its first batch of ten`,
      columns: [
        '',
        'code (bytes)',
        'gzip (bytes)',
        'start to ready (ms)',
        'of empty',
        'of plain',
        'first batch (ms)',
        'both, of plain',
        'peak RSS (MiB)',
      ],
      rows: contestants.map((contestant) => rowOf(contestant, figuresOf)),
    });
    for (const one of goalsOf(contestants, figuresOf)) goal(one);
    note(`medians of ${rounds} rounds; ratios are medians within a round`);
    raw(Object.fromEntries(measured));
  },
);

function rowOf(
  { name, bytes, gzipBytes }: Contestant,
  figuresOf: (name: string, figure: keyof ColdStart) => readonly number[],
) {
  const own = (figure: keyof ColdStart): number => median(figuresOf(name, figure));
  const ratio = (other: string, figure: keyof ColdStart): number =>
    ratioOf(figuresOf(name, figure), figuresOf(other, figure));
  return [
    name,
    bytes,
    gzipBytes,
    own('readyMs'),
    ratio('empty', 'readyMs'),
    ratio('plain', 'readyMs'),
    own('firstBatchMs'),
    ratio('plain', 'coldMs'),
    own('peakRssMb'),
  ];
}

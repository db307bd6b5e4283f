// What a lane's function weighs and how fast it starts, beside an empty and a plain one: `pnpm bench:bundle`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { ricDirectory } from '../../../../test/setup/lambda-runtime.ts';
import { startWorld } from './cold-start.ts';
import { buildContestants, type Contestant } from './contestants.ts';
import { judge, showVerdict } from './goals.ts';
import { medianOf, type Rounds, ratioOf, runRounds } from './rounds.ts';

const rounds = 41;

const startedAt = performance.now();
const ric = await ricDirectory();
if (typeof ric !== 'string') throw new Error(ric.missing);
process.stderr.write('Building the functions ...\n');
const contestants = await buildContestants();
const ours = contestants.find(({ name }) => name === 'Hooklane, cjs');
if (ours === undefined) throw new Error('There is no bundle of Hooklane');
await using world = await startWorld();
const measured = await runRounds(contestants, {
  rounds,
  world,
  ric,
  onRound: (round) => process.stderr.write(`\rround ${round} of ${rounds} `),
});
process.stderr.write('\n');

console.log(
  `Node ${process.version}, ${cpus()[0]?.model}; medians of ${rounds} rounds, a process each under Lambda's runtime client`,
);
console.table(Object.fromEntries(contestants.map((one) => [one.name, rowOf(one, measured)])));
const verdicts = judge(ours, measured);
for (const verdict of verdicts) console.log(showVerdict(verdict));
const isGood = verdicts.every(({ isMet }) => isMet);
const seconds = Math.round((performance.now() - startedAt) / 1_000);
const directory = join(import.meta.dirname, '..', 'results');
mkdirSync(directory, { recursive: true });
const file = join(directory, 'bundle.json');
const weights = contestants.map(({ name, bytes, gzipBytes }) => ({ name, bytes, gzipBytes }));
const report = { node: process.version, verdicts, weights, measured, seconds };
writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`);
console.log(`\n${isGood ? 'All goals reached' : 'A goal was MISSED'} in ${seconds} s; ${file}`);
if (!isGood) process.exitCode = 1;

function rowOf(
  { name, bytes, gzipBytes }: Contestant,
  { [name]: own, empty, plain }: Rounds,
): Record<string, number> {
  return {
    'code (bytes)': bytes,
    'gzip (bytes)': gzipBytes,
    'to ready (ms)': round(medianOf(own, 'readyMs'), 1),
    'of empty': round(ratioOf(own, empty, 'readyMs'), 3),
    'of plain': round(ratioOf(own, plain, 'readyMs'), 3),
    'first batch (ms)': round(medianOf(own, 'firstBatchMs'), 1),
    'both, of plain': round(ratioOf(own, plain, 'coldMs'), 3),
    'peak RSS (MiB)': round(medianOf(own, 'peakRssMb'), 1),
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

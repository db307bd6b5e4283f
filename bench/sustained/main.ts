// As many hooks a second as the cores of this machine carry all the way, beside what the queue alone carries of the same requests.
import { quantile } from '../kit/median.ts';
import { type Bench, runBench } from '../kit/run-bench.ts';
import { versionsOf } from '../kit/version-of.ts';
import { measureCeiling } from './ceiling.ts';
import { load, seconds } from './load.ts';
import { reportMemory } from './report-memory.ts';
import { coresOf, rateOf, type Sample } from './samples.ts';
import { measureSustained, type Sustained } from './sustained.ts';

const processes = ['queue', 'host', 'worker', 'partners'] as const;

function reportRates(
  ceilings: readonly (readonly Sample[])[],
  { samples }: Sustained,
  bench: Bench,
): void {
  const mean = ceilings.reduce((sum, ceiling) => sum + rateOf(ceiling), 0) / ceilings.length;
  const row = (name: string, of: readonly Sample[]): readonly (string | number)[] => {
    const cores = coresOf(of);
    return [
      name,
      rateOf(of),
      rateOf(of) / mean,
      ...processes.map((process) => cores[process] ?? '–'),
    ];
  };
  const [before = [], after = []] = ceilings;
  bench.table({
    title: `Hooks a second, and the cores that each process kept busy; ${load.lanes} lanes, at most ${load.window} hooks under way`,
    columns: ['', 'hooks/s', 'of the queue alone', ...processes],
    rows: [
      row(`queue alone, ${seconds.ceiling} s before`, before),
      row(`all the way, ${seconds.sustained} s`, samples),
      row(`queue alone, ${seconds.ceiling} s after`, after),
    ],
  });
  bench.goal({
    what: 'of the hooks a second that the queue alone carries: published, verified and their results stored',
    value: rateOf(samples) / mean,
    atLeast: 0.6,
  });
}

function reportDelays({ delaysMs }: Sustained, bench: Bench): void {
  bench.table({
    title: 'From publish to verified receipt',
    columns: ['hooks', 'p50 ms', 'p99 ms', 'max ms'],
    rows: [
      [delaysMs.length, quantile(delaysMs, 0.5), quantile(delaysMs, 0.99), quantile(delaysMs, 1)],
    ],
  });
}

await runBench({ name: 'sustained', versions: versionsOf('fauxqs') }, async (bench) => {
  bench.progress('What the queue alone carries');
  const before = await measureCeiling();
  bench.progress(`All the way, for ${seconds.sustained} s`);
  const sustained = await measureSustained();
  bench.progress('What the queue alone carries, once more');
  const after = await measureCeiling();
  reportRates([before, after], sustained, bench);
  reportMemory(sustained, bench);
  reportDelays(sustained, bench);
  bench.note(
    'The queue alone: six requests for ten hooks from two processes on the bare client (send, receive and delete in a lane and in the results queue), full batches, nothing in between.',
  );
  const perSecond = sustained.samples.map(({ stored }, index) =>
    index === 0 ? 0 : stored - (sustained.samples[index - 1]?.stored ?? 0),
  );
  const { samples, early, late } = sustained;
  bench.raw({ perSecond: perSecond.slice(1), before, samples, after, early, late });
});

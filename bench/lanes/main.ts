// One worker with ever more lanes, nearly all of them idle: what they cost, and whether those that are busy notice.
import { quantile } from '../kit/median.ts';
import { type Bench, runBench } from '../kit/run-bench.ts';
import { versionsOf } from '../kit/version-of.ts';
import { type BusyCosts, type Costs, measureBusy, measureIdle, wakeBusy } from './costs.ts';
import { busyLanes, plan, sizes } from './plan.ts';
import { type Run, startRun } from './run.ts';

interface Measured {
  readonly lanes: number;
  readonly idle: Costs;
  readonly busy: BusyCosts;
}

function report(measured: readonly Measured[], bench: Bench): void {
  bench.table({
    title: `One worker, all lanes idle, ${plan.idleSeconds} s`,
    columns: ['lanes', 'polls/s', 'polls/s a lane', 'CPU % of a core', 'CPU ms a poll', 'RSS MiB'],
    rows: measured.map(({ lanes, idle: { idlePolls, cpuShare, rssMiB } }) => [
      String(lanes),
      idlePolls,
      idlePolls / lanes,
      cpuShare * 100,
      (cpuShare * 1_000) / idlePolls,
      rssMiB,
    ]),
  });
  bench.table({
    title: `One lane in a hundred busy, one at least, with ${plan.hooksPerSecond} hooks a second together, ${plan.busySeconds} s`,
    columns: [
      'lanes',
      'busy',
      'hooks',
      'CPU %',
      'RSS MiB',
      'p50 ms',
      'p99 ms',
      'max ms',
      'first hook, max ms',
    ],
    rows: measured.map(({ lanes, busy: { cpuShare, rssMiB, delaysMs, firstDelaysMs } }) => [
      String(lanes),
      busyLanes(lanes),
      delaysMs.length,
      cpuShare * 100,
      rssMiB,
      quantile(delaysMs, 0.5),
      quantile(delaysMs, 0.99),
      quantile(delaysMs, 1),
      quantile(firstDelaysMs, 1),
    ]),
  });
  reportGrowth(measured, bench);
}

function reportGrowth(measured: readonly Measured[], bench: Bench): void {
  const steps = measured.slice(1).map((to, index) => ({ from: measured[index] as Measured, to }));
  bench.table({
    title: 'Growth',
    columns: ['lanes', 'times', 'idle polls', 'idle CPU', 'RSS', 'p50 busy', 'p99 busy'],
    rows: steps.map(({ from, to }) => [
      `${from.lanes} to ${to.lanes}`,
      to.lanes / from.lanes,
      to.idle.idlePolls / from.idle.idlePolls,
      to.idle.cpuShare / from.idle.cpuShare,
      to.idle.rssMiB / from.idle.rssMiB,
      quantile(to.busy.delaysMs, 0.5) / quantile(from.busy.delaysMs, 0.5),
      quantile(to.busy.delaysMs, 0.99) / quantile(from.busy.delaysMs, 0.99),
    ]),
  });
  const last = measured.at(-1);
  const few = measured.find(({ lanes }) => lanes === 1_000);
  if (last === undefined || few === undefined) throw new Error('A size is missing');
  bench.goal({
    what: `polls a second and idle lane, of one in ${plan.idleSeconds} s: with ${last.lanes} lanes`,
    value: (last.idle.idlePolls / last.lanes) * plan.idleSeconds,
    atMost: 1.1,
  });
  bench.goal({
    what: `CPU of idle lanes, times as much as of ${few.lanes} where there are ${last.lanes / few.lanes} times as many`,
    value: last.idle.cpuShare / few.idle.cpuShare / (last.lanes / few.lanes),
    atMost: 1.2,
  });
}

await runBench({ name: 'lanes', versions: versionsOf('fauxqs') }, async (bench) => {
  const runs: Run[] = [];
  for (const lanes of sizes) {
    bench.progress(`Starting a worker with ${lanes} lanes`);
    runs.push(await startRun(lanes));
  }
  bench.progress(`All lanes idle, ${plan.idleSeconds} s`);
  const idle = await Promise.all(runs.map(measureIdle));
  const measured: Measured[] = [];
  // From the largest on, and then without it: those that are measured later have fewer idle lanes beside them.
  for (const [index, run] of [...runs.entries()].toReversed()) {
    bench.progress(`${run.lanes} lanes, ${busyLanes(run.lanes)} of them busy`);
    await wakeBusy(run);
    const busy = await measureBusy(run);
    measured.unshift({ lanes: run.lanes, idle: idle[index] as Costs, busy });
    await run[Symbol.asyncDispose]();
  }
  report(measured, bench);
  bench.note(
    'A process each for the worker, the embedded SQS (in memory) and the partner, of which the worker is measured. The workers idle side by side, and are busy one after the other.',
  );
  bench.raw(measured);
});

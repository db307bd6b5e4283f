// What a million hooks cost on AWS, beside the design of 2019: `pnpm bench:cost`.
import type { Bench } from '../kit/run-bench.ts';
import { runBench } from '../kit/run-bench.ts';
import { ancestor } from './ancestor.ts';
import { sqsLatencyMs } from './billed-lane.ts';
import { type Design, instances, postsPerInstance } from './design.ts';
import { idleTable } from './idle.ts';
import { measurePostCpuMs } from './post-cpu.ts';
import { costOf, costOfLogs, prices } from './prices.ts';
import { runTraffic, type TrafficRun } from './run-traffic.ts';
import { type Comparison, comparisons } from './traffic.ts';

const partnerLatencyMs = 100;

await runBench({ name: 'cost' }, async (bench) => {
  bench.progress('measuring the processor time of a POST');
  const cpuMs = await measurePostCpuMs();
  const runs: TrafficRun[] = [];
  for (const comparison of comparisons) runs.push(...(await compare(comparison, cpuMs, bench)));
  bench.table(await idleTable(ancestor));
  bench.note(
    `prices of us-east-1 as of ${prices.date}, without the free tier; the ancestor on x86_64 with 128 MB, Hooklane on arm64 with 256; requests of host, Lambda's pollers and function alike; polls that bring nothing are in the last table alone`,
  );
  bench.note(
    `assumed: a partner answers in ${partnerLatencyMs} ms, SQS in ${sqsLatencyMs} ms; ${instances} instances with ${postsPerInstance} POSTs each at a time; starts of functions are not counted`,
  );
  bench.note(
    `measured: ${cpuMs.toFixed(3)} ms of processor for a hook, taken for both designs, on the share of a processor that Lambda gives for the memory`,
  );
  bench.raw(runs);
});

async function compare(
  { traffic, judged, shown, atMost, status }: Comparison,
  cpuMs: number,
  { progress, table, goal }: Bench,
): Promise<readonly TrafficRun[]> {
  const partner = { status, latencyMs: partnerLatencyMs, cpuMs };
  const run = (design: Design): Promise<TrafficRun> => {
    progress(`${traffic.name}: ${design.name}`);
    return runTraffic(design, { traffic, partner });
  };
  const theirs = await run(ancestor);
  const runs = [theirs];
  for (const design of [...judged, ...shown]) runs.push(await run(design));
  table({
    title: `A million hooks: ${traffic.name}`,
    columns: [
      '',
      'SQS requests',
      'invocations',
      'GB-seconds',
      'dollars',
      'of the ancestor',
      'logs (dollars)',
      'with logs, of it',
    ],
    rows: runs.map((one) => rowOf(one, theirs)),
  });
  for (const { design, usage } of runs.slice(1, 1 + judged.length)) {
    const value = costOf(usage) / costOf(theirs.usage);
    goal({ what: `of the ancestor's cost, ${design}: ${traffic.name}`, value, atMost });
  }
  return runs;
}

function rowOf(run: TrafficRun, theirs: TrafficRun) {
  const { usage, traffic } = run;
  const aMillion = 1e6 / traffic.hooks;
  const withLogs = ({ usage: used }: TrafficRun): number => costOf(used) + costOfLogs(used);
  return [
    run.design,
    usage.sqsRequests * aMillion,
    usage.invocations * aMillion,
    usage.gbSeconds * aMillion,
    costOf(usage) * aMillion,
    costOf(usage) / costOf(theirs.usage),
    costOfLogs(usage) * aMillion,
    withLogs(run) / withLogs(theirs),
  ];
}

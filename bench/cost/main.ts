// What a million hooks cost on AWS, beside the design of 2019: `pnpm bench:cost`.
import type { Bench } from '../kit/run-bench.ts';
import { runBench } from '../kit/run-bench.ts';
import { ancestor } from './ancestor.ts';
import { sqsLatencyMs } from './billed-lane.ts';
import { instances, postsPerInstance } from './design.ts';
import { hooklane } from './hooklane.ts';
import { idleTable } from './idle.ts';
import { measurePostCpuMs } from './post-cpu.ts';
import { costOf, costOfLogs, prices } from './prices.ts';
import { runTraffic, type TrafficRun } from './run-traffic.ts';
import { delivered, failing, type Judged } from './traffic.ts';

const partnerLatencyMs = 100;
/** What `provisionPartner` gives a function by default; the other is the ancestor's. */
const ours = hooklane(256);
const designs = [ancestor, ours, hooklane(128)];

await runBench({ name: 'cost' }, async (bench) => {
  bench.progress('measuring the processor time of a POST');
  const cpuMs = await measurePostCpuMs();
  const runs: TrafficRun[] = [];
  for (const judged of delivered)
    runs.push(...(await compare(judged, { status: 200, cpuMs, bench })));
  for (const judged of failing)
    runs.push(...(await compare(judged, { status: 500, cpuMs, bench })));
  bench.table(await idleTable(ours));
  bench.note(
    `prices of us-east-1 as of ${prices.date}, without the free tier; x86_64; requests of host, Lambda's pollers and function alike; polls that bring nothing are in the last table alone`,
  );
  bench.note(
    `assumed: a partner answers in ${partnerLatencyMs} ms, SQS in ${sqsLatencyMs} ms; ${instances} instances with ${postsPerInstance} POSTs each at a time; starts of functions are not counted`,
  );
  bench.note(
    `measured: ${cpuMs.toFixed(3)} ms of processor for a hook, taken for both designs, on the share of a processor that Lambda gives for the memory`,
  );
  bench.raw(runs);
});

interface CompareOptions {
  readonly status: number;
  readonly cpuMs: number;
  readonly bench: Bench;
}

async function compare(
  { traffic, atMost }: Judged,
  { status, cpuMs, bench }: CompareOptions,
): Promise<readonly TrafficRun[]> {
  const runs: TrafficRun[] = [];
  for (const design of designs) {
    bench.progress(`${traffic.name}: ${design.name}`);
    const partner = { status, latencyMs: partnerLatencyMs, cpuMs };
    runs.push(await runTraffic(design, { traffic, partner }));
  }
  const [theirs, own] = runs;
  if (theirs === undefined || own === undefined) throw new Error('Nothing was run');
  bench.table({
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
    rows: runs.map((run) => rowOf(run, theirs)),
  });
  if (atMost !== undefined) {
    const value = costOf(own.usage) / costOf(theirs.usage);
    bench.goal({ what: `of the ancestor's cost, ${traffic.name}`, value, atMost });
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

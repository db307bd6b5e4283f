import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startMoto } from '../../../../test/setup/moto.ts';
import { loadServiceModels } from '../../../../test/setup/strict-aws/service-models.ts';
import { ancestorCalls } from './ancestor.ts';
import { judgeLanes, type LanesJudged } from './judge-lanes.ts';
import { provisionMany } from './many-lanes.ts';
import { propagation } from './propagation.ts';
import { describeSame, printAncestor, printGroups, printLambda, printRuns } from './report.ts';
import { compareCalls } from './same-calls.ts';

// Fewer lanes show what concurrency is needed; the last run is the one that is judged.
const sizes = [
  { lanes: 2_000, concurrency: 50 },
  { lanes: 2_000, concurrency: 100 },
  { lanes: 10_000, concurrency: 200 },
] as const;
const goals = { timesMinimum: 1.2, throttled: 0, mutatingAgain: 0 };

const startedAt = performance.now();
const moto = await startMoto();
// They come with moto.
const models = moto && loadServiceModels();
const same = moto && models && (await compareCalls(moto.endpoint, { lanes: 5, models }));
await moto?.stop();
console.log(describeSame(same));

const settings = { again: 50, latencyMs: 30, models };
const needed = await provisionMany({
  ...settings,
  lanes: 100,
  concurrency: 100,
  propagation: { roleMs: 0, functionMs: 0, mappingMs: 0 },
  onProgress: () => {},
});
const runs: LanesJudged[] = [];
for (const size of sizes) {
  const onProgress = (done: number): void => {
    process.stderr.write(`\r  ${size.concurrency} at a time: ${done} of ${size.lanes} lanes   `);
  };
  const run = await provisionMany({ ...settings, ...size, propagation, onProgress });
  process.stderr.write('\n');
  runs.push(judgeLanes(run, needed));
}
const judged = runs.at(-1) as LanesJudged;
printRuns(runs);
printGroups(judged);
printLambda(judged);
printAncestor(judged);

const throttled = runs.reduce((sum, run) => sum + run.throttled, 0);
const mutatingAgain = runs.reduce((sum, run) => sum + run.mutatingAgain, 0);
const checks: readonly (readonly [boolean, string])[] = [
  [
    judged.timesMinimum <= goals.timesMinimum,
    `${judged.lanes} lanes in ${judged.timesMinimum.toFixed(3)} x the minimum, ${judged.concurrency} at a time; goal: at most ${goals.timesMinimum}`,
  ],
  [
    judged.timesNeeded <= goals.timesMinimum,
    `${judged.timesNeeded.toFixed(3)} x the minimum of the calls that are needed in any case; goal: at most ${goals.timesMinimum}`,
  ],
  [
    throttled <= goals.throttled,
    `${throttled} requests refused as too many; goal: ${goals.throttled}`,
  ],
  [
    mutatingAgain <= goals.mutatingAgain,
    `${settings.again} lanes again: ${judged.callsAgain} calls, ${mutatingAgain} of them change anything; goal: ${goals.mutatingAgain}`,
  ],
  ...(same ? [[same.difference === undefined, 'the same calls as on moto'] as const] : []),
];
console.log('');
for (const [isMet, text] of checks) console.log(`${isMet ? 'met   ' : 'MISSED'} ${text}`);
const isGood = checks.every(([isMet]) => isMet);
const seconds = Math.round((performance.now() - startedAt) / 1_000);
const directory = join(import.meta.dirname, '..', 'results');
mkdirSync(directory, { recursive: true });
const file = join(directory, 'provision.json');
const results = { goals, propagation, same, runs, ancestorCalls, seconds };
writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`);
console.log(`\n${isGood ? 'All goals reached' : 'A goal was MISSED'} in ${seconds} s; ${file}`);
if (!isGood) process.exitCode = 1;

// How fast many lanes are made under the quotas of an account: `pnpm bench:provision`.
import { startMoto } from '../../test/setup/moto.ts';
import { loadServiceModels } from '../../test/setup/strict-aws/service-models.ts';
import type { Bench } from '../kit/run-bench.ts';
import { runBench } from '../kit/run-bench.ts';
import { ancestorCalls } from './ancestor.ts';
import { judgeLanes, type LanesJudged } from './judge-lanes.ts';
import { provisionMany } from './many-lanes.ts';
import { propagation } from './propagation.ts';
import {
  ancestorTable,
  describeGuesses,
  describeSame,
  groupsTable,
  lambdaTable,
  runsTable,
} from './report.ts';
import { compareCalls } from './same-calls.ts';

// Fewer lanes show what concurrency is needed; the last run is the one that is judged.
const sizes = [
  { lanes: 2_000, concurrency: 50 },
  { lanes: 2_000, concurrency: 100 },
  { lanes: 10_000, concurrency: 200 },
] as const;
const mostTimes = 1.2;
const again = 50;
const latencyMs = 30;

await runBench({ name: 'provision' }, async (bench) => {
  const { progress, note, raw } = bench;
  progress('comparing calls with moto');
  const moto = await startMoto();
  // They come with moto.
  const models = moto && loadServiceModels();
  const same = moto && models && (await compareCalls(moto.endpoint, { lanes: 5, models }));
  await moto?.stop();
  note(describeSame(same));
  const settings = { again, latencyMs, models };
  const needed = await provisionMany({
    ...settings,
    lanes: 100,
    concurrency: 100,
    propagation: { roleMs: 0, functionMs: 0, mappingMs: 0 },
    onProgress: () => {},
  });
  const runs: LanesJudged[] = [];
  for (const size of sizes) {
    const onProgress = (done: number): void =>
      progress(`${size.concurrency} at a time: ${done} of ${size.lanes} lanes`);
    const run = await provisionMany({ ...settings, ...size, propagation, onProgress });
    runs.push(judgeLanes(run, needed));
  }
  report(runs, bench);
  if (same !== undefined) {
    const value = same.difference === undefined ? 0 : 1;
    bench.goal({ what: 'calls that differ from those on moto', value, atMost: 0 });
  }
  raw({ propagation, same, runs, ancestorCalls });
});

function report(runs: readonly LanesJudged[], { table, goal, note }: Bench): void {
  const judged = runs.at(-1);
  if (judged === undefined) throw new Error('Nothing was provisioned');
  table(runsTable(runs));
  table(groupsTable(judged));
  table(lambdaTable(judged));
  table(ancestorTable(judged));
  for (const guess of describeGuesses(judged)) note(guess);
  note(
    `of needed calls: of the minimum of the calls that a lane needs when all is usable at once; assumed: ${latencyMs} ms a call, ${propagation.roleMs / 1_000} s until Lambda knows a role, ${propagation.functionMs / 1_000} until a function is ready, ${propagation.mappingMs / 1_000} for each change of a mapping`,
  );
  note(`${again} lanes again: ${judged.callsAgain} calls`);
  const sum = (figure: 'throttled' | 'mutatingAgain'): number =>
    runs.reduce((total, run) => total + run[figure], 0);
  const lanes = judged.lanes.toLocaleString('en-US');
  goal({ what: `of the minimum, ${lanes} lanes`, value: judged.timesMinimum, atMost: mostTimes });
  goal({
    what: 'of the minimum of the calls that are needed in any case',
    value: judged.timesNeeded,
    atMost: mostTimes,
  });
  goal({ what: 'requests refused as too many', value: sum('throttled'), atMost: 0 });
  goal({
    what: 'calls that change something when lanes are made again',
    value: sum('mutatingAgain'),
    atMost: 0,
  });
}

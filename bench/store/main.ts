// How fast results are kept in SQLite, and how fast a full store answers: `pnpm bench:store`.
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteStore } from '@hooklane/subscriptions/sqlite';
import { type Bench, runBench } from '../kit/run-bench.ts';
import { addLoad, consume, countKept, load } from './load.ts';
import { measureQueries } from './queries.ts';

const mostMs = 20;

await runBench({ name: 'store' }, async (bench) => {
  const folder = await mkdtemp(join(tmpdir(), 'hooklane-bench-'));
  try {
    await measure(join(folder, 'store.db'), bench);
  } finally {
    await rm(folder, { recursive: true });
  }
});

async function measure(path: string, { progress, table, goal, note, raw }: Bench): Promise<void> {
  await using store = createSqliteStore({ path });
  progress(`adding ${load.events} events with ${load.hooksPerEvent} hooks each`);
  const adding = await secondsOf(() => addLoad(store));
  progress(`giving it ${load.hooks} results, in batches of ${load.batch}`);
  const consuming = await secondsOf(() => consume(store));
  const kept = await countKept(store);
  progress('asking each query 500 times');
  const queries = await measureQueries(store);
  table({
    title: 'Written, each batch on disk before the next',
    columns: ['', 'a second'],
    rows: [
      [`events with ${load.hooksPerEvent} hooks each`, Math.floor(load.events / adding)],
      [`results, in batches of ${load.batch}`, Math.floor(load.hooks / consuming)],
    ],
  });
  table({
    title: 'Asked 500 times each',
    columns: ['query', 'found', 'median (ms)', '99 of 100 (ms)', 'slowest (ms)'],
    rows: queries.map(({ name, found, p50Ms, p99Ms, mostMs: slowest }) => [
      name,
      found,
      p50Ms,
      p99Ms,
      slowest,
    ]),
  });
  goal({ what: 'results not kept', value: load.hooks - kept, atMost: 0 });
  const slowest = Math.max(...queries.map(({ p99Ms }) => p99Ms));
  goal({ what: 'ms, 99 of 100 answers of the slowest query', value: slowest, atMost: mostMs });
  note(`the file has ${Math.ceil(statSync(path).size / 2 ** 20)} MiB then`);
  raw({ load, addingSeconds: adding, consumingSeconds: consuming, queries });
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

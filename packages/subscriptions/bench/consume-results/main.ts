// How fast results are kept in SQLite, and how fast a full store answers: `pnpm bench:results`.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteStore } from '@hooklane/subscriptions/sqlite';
import { addLoad, consume, countKept, load } from './load.ts';
import { measureQueries, type QueryFigures } from './queries.ts';

const goalMs = 20;
const folder = await mkdtemp(join(tmpdir(), 'hooklane-bench-'));
const path = join(folder, 'store.db');
try {
  await run();
} finally {
  await rm(folder, { recursive: true });
}

async function run(): Promise<void> {
  await using store = createSqliteStore({ path });
  console.log(
    `${load.hooks} hooks of ${load.partners} partners, ${load.subscriptions} subscriptions; SQLite in a file, one process\n`,
  );
  const adding = await timed(() => addLoad(store));
  const consuming = await timed(() => consume(store));
  const kept = await countKept(store);
  const queries = await measureQueries(store);
  const rate = Math.round(load.hooks / consuming);
  console.log(
    `events added: ${Math.round(load.events / adding)} a second, ${load.hooksPerEvent} hooks each`,
  );
  console.log(`results consumed, in batches of ${load.batch}: ${rate} a second\n`);
  console.table(Object.fromEntries(queries.map(({ name, ...figures }) => [name, figures])));
  report({ rate, kept, queries, eventsPerSecond: Math.round(load.events / adding) });
}

interface Figures {
  readonly rate: number;
  readonly kept: number;
  readonly queries: readonly QueryFigures[];
  readonly eventsPerSecond: number;
}

function report({ rate, kept, queries, eventsPerSecond }: Figures): void {
  const slowest = Math.max(...queries.map(({ p99Ms }) => p99Ms));
  const verdicts = [
    { goal: `results kept, all ${load.hooks}`, got: kept, isMet: kept === load.hooks },
    { goal: `99 of 100 answers, under ${goalMs} ms`, got: slowest, isMet: slowest < goalMs },
  ];
  const directory = join(import.meta.dirname, '..', 'results');
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'results.json');
  const mebibytes = Math.round(statSync(path).size / 1_048_576);
  const content = { load, resultsPerSecond: rate, eventsPerSecond, mebibytes, queries, verdicts };
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
  for (const { goal, got, isMet } of verdicts) {
    console.log(`${isMet ? 'reached' : 'MISSED '}  ${goal}: ${got}`);
  }
  const isGood = verdicts.every(({ isMet }) => isMet);
  console.log(`\n${isGood ? 'All goals reached' : 'A goal was MISSED'}; ${mebibytes} MiB; ${file}`);
  if (!isGood) process.exitCode = 1;
}

/** Seconds that something takes. */
async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { formatGoal, type Goal, isMet } from './goal.ts';
import { describeMachine, type Machine } from './machine.ts';
import { formatTable, type Table } from './table.ts';

/** What a benchmark leaves behind, as `bench/results/<name>.json`. */
export interface BenchReport {
  readonly name: string;
  readonly machine: Machine;
  /** How long it took. */
  readonly seconds: number;
  /** Of whatever took part. */
  readonly versions: Readonly<Record<string, string>>;
  readonly tables: readonly Table[];
  readonly goals: readonly Goal[];
  /** What must be known to read the figures. */
  readonly notes: readonly string[];
  /** Every measurement, for whoever doubts a median. */
  readonly raw: unknown;
}

/** What a benchmark is given to say what it does and found. */
export interface Bench {
  /** Shown while it runs, on one line that is written over. */
  readonly progress: (text: string) => void;
  readonly table: (table: Table) => void;
  readonly goal: (goal: Goal) => void;
  readonly note: (text: string) => void;
  /** Kept in the JSON only. */
  readonly raw: (measurements: unknown) => void;
}

export interface RunBenchOptions {
  readonly name: string;
  readonly versions?: Readonly<Record<string, string>>;
}

/**
 * Runs a benchmark: prints its tables and goals, writes its JSON, and ends the process with exit code 1 when a goal is
 * missed.
 */
export async function runBench(
  { name, versions = {} }: RunBenchOptions,
  measure: (bench: Bench) => Promise<void>,
): Promise<void> {
  const began = performance.now();
  const tables: Table[] = [];
  const goals: Goal[] = [];
  const notes: string[] = [];
  let raw: unknown;
  await measure({
    progress: showProgress,
    table: (table) => void tables.push(table),
    goal: (goal) => void goals.push(goal),
    note: (text) => void notes.push(text),
    raw: (measurements) => {
      raw = measurements;
    },
  });
  showProgress('');
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  const machine = describeMachine();
  const report: BenchReport = { name, machine, seconds, versions, tables, goals, notes, raw };
  print(report);
  write(report);
  if (!goals.every(isMet)) process.exitCode = 1;
}

function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`);
  else if (text !== '') process.stderr.write(`${text}\n`);
}

function print({ name, machine, seconds, versions, tables, goals, notes }: BenchReport): void {
  const used = Object.entries(versions).map(([peer, version]) => `${peer} ${version}`);
  const lines = [
    `${name}: ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, ${seconds} s`,
    ...(used.length > 0 ? [used.join(', ')] : []),
    '',
    ...tables.map(formatTable),
    ...notes.map((note) => `note   ${note}`),
    ...goals.map(formatGoal),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function write(report: BenchReport): void {
  const folder = new URL('../results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const text = `${JSON.stringify(report, null, 2)}\n`;
  writeFileSync(new URL(`${report.name}.json`, folder), text);
}

// Writes what the benchmarks found into `docs/benchmarks.md`, between the markers of each: `pnpm bench:docs`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { benches } from './benches.ts';
import { formatGoal } from './kit/goal.ts';
import type { BenchReport } from './kit/run-bench.ts';
import { formatMarkdown } from './kit/table.ts';

const document = new URL('../docs/benchmarks.md', import.meta.url);
const before = readFileSync(document, 'utf8');
let after = before;
for (const name of benches) {
  const results = new URL(`results/${name}.json`, import.meta.url);
  if (!existsSync(results)) {
    console.log(`${name}: not run, its figures stay as they are`);
    continue;
  }
  after = replaceBlock(after, name, describe(JSON.parse(readFileSync(results, 'utf8'))));
  console.log(`${name}: written`);
}
if (after !== before) writeFileSync(document, after);

/** Puts a text between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`. */
function replaceBlock(text: string, name: string, block: string): string {
  const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md has no ${begin} … ${end}`);
  return `${text.slice(0, from + begin.length)}\n\n${block}\n${text.slice(to)}`;
}

function describe(report: BenchReport): string {
  const { machine, seconds, versions, tables, goals, notes } = report;
  const { date, cpu, cores, memoryGiB, node } = machine;
  const used = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const where = `${date}, ${cores} cores of ${cpu}, ${memoryGiB} GiB, Node ${node}`;
  return [
    `${[where, ...used].join(', ')}; it took ${Math.ceil(seconds)} s.\n`,
    ...tables.map(formatMarkdown),
    list([...goals.map(formatGoal), ...notes].map(plain)),
  ].join('\n');
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}\n`).join('');
}

/** Spaces that line up in a terminal are one here; nothing may pass for markup. */
function plain(text: string): string {
  return text.replace(/ +/g, ' ').replace(/[<>|]/g, (found) => `\\${found}`);
}

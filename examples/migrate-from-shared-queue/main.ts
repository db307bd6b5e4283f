// From one shared queue to a lane for each partner, step by step, while hooks are published without a pause: what each
// step does to the others, and that no hook is lost or doubled.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { slowPartner } from './cast.ts';
import { runDemo } from './demo.ts';
import type { StepRow } from './step-report.ts';

const dataDir = join('.hooklane', 'migrate-from-shared-queue');

async function main(): Promise<void> {
  rmSync(dataDir, { recursive: true, force: true });
  console.log(
    `\nOne queue for eight partners, of which ${slowPartner} is slow. They move, one after the other.\n`,
  );
  const { rows, account, leftover, unverified, differences } = await runDemo({
    dataDir,
    stepMs: 1_500,
    cacheMs: 200,
    slowMs: 500,
    log: (line) => console.log(`  ${line}`),
  });
  const columns = ['old path', 'new path', 'p99 old', 'p99 new', `p99 ${slowPartner}`];
  console.log(
    `\n  ${'published during'.padEnd(24)}${columns.map((one) => one.padStart(14)).join('')}`,
  );
  for (const row of rows) console.log(`  ${row.name.padEnd(24)}${cellsOf(row)}`);
  const { published, delivered, lost, doubled } = account;
  console.log(`
  p99: milliseconds from publish to receipt, without ${slowPartner} in the two columns before.

  published                  ${published}
  delivered and verified     ${delivered}
  left in the shared queue   ${leftover}, moved to the lanes
  lost                       ${lost}
  doubled                    ${doubled}
`);
  const faults = lost + doubled + unverified + differences.length;
  if (faults > 0 || published === 0) process.exitCode = 1;
}

function cellsOf({ legacy, hooklane, slowP99Ms }: StepRow): string {
  const cells = [legacy.hooks, hooklane.hooks, legacy.p99Ms, hooklane.p99Ms, slowP99Ms];
  return cells.map((cell) => (cell?.toLocaleString('en') ?? '–').padStart(14)).join('');
}

await main();

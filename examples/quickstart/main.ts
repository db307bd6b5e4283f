// The main job, to be watched: hooks published into one lane per partner, signed, POSTed over HTTP,
// verified by their receivers, and retried. `--shared` sends the same through one queue, to compare.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isHooklaneError } from '@hooklane/core';
import { cast, traffic } from './cast.ts';
import { runDemo } from './demo.ts';
import { renderTable } from './lane-rows.ts';
import { createLiveTable } from './live-table.ts';
import { describeSummary } from './summary.ts';

const demoDir = join('.hooklane', 'demo');
const summaryPath = join(demoDir, 'summary.json');

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { shared: { type: 'boolean', default: false } } });
  const isShared = values.shared;
  rmSync(demoDir, { recursive: true, force: true });
  mkdirSync(demoDir, { recursive: true });
  const lanes = isShared ? 'through one shared queue' : 'through one lane per partner';
  console.log(
    `\nHooklane: ${traffic.hooks.toLocaleString('en')} hooks at ${traffic.hooksPerSecond} a second to ${cast.length} partners, ${lanes}.\nPings warm it up first; they are not counted.\n`,
  );
  const table = createLiveTable();
  const { summary, rows, health } = await runDemo({
    isShared,
    dataDir: join(demoDir, 'data'),
    onSecond: (now, second) => table.show(now, second),
  });
  writeFileSync(summaryPath, `${JSON.stringify(summary, null, 2)}\n`);
  const other = isShared ? 'npx -y pnpm start' : 'npx -y pnpm start --shared';
  const why = isShared ? 'the same with a lane for each' : 'the same through one queue, to compare';
  console.log(`
${renderTable(rows).join('\n')}

${describeSummary(summary, isShared)}${health.length === 0 ? '' : `\n\nWhat the results say that were stored:\n\n${health.join('\n')}`}

  Summary  ${summaryPath}
  Data     ${join(demoDir, 'data')} (queues in SQLite, secrets; the next run begins anew)
  Next     ${other}   ${why}
           npx -y pnpm test${' '.repeat(Math.max(1, other.length - 13))}  the tests
           ARCHITECTURE.md, examples/quickstart   how it is made
`);
}

main().catch((error: unknown) => {
  const isUsersMistake = isHooklaneError(error) || (error instanceof TypeError && 'code' in error);
  console.error(isUsersMistake ? `\n${error.message}\n` : error);
  process.exitCode = 1;
});

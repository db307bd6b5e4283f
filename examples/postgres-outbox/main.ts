// A host whose orders and events are written in one transaction, killed with -9 again and again: what was committed
// reaches the partner, what was rolled back does not.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runDemo } from './demo.ts';
import { createWorld } from './world.ts';

const demoDir = join('.hooklane', 'postgres-outbox');

async function main(): Promise<void> {
  const databaseUrl = process.env['DATABASE_URL'];
  rmSync(demoDir, { recursive: true, force: true });
  const where =
    databaseUrl === undefined
      ? 'PGlite, in this folder (DATABASE_URL for a server of yours)'
      : 'the server of DATABASE_URL, schema outbox_example';
  console.log(`\nHooklane: a transactional outbox in Postgres. Postgres is ${where}.\n`);
  await using world = await createWorld({ dataDir: demoDir, databaseUrl });
  const { account, kills } = await runDemo(world, { log: (line) => console.log(`  ${line}`) });
  const { committed, delivered, repeated, lost, invented, twoIds } = account;
  console.log(`
  orders committed                  ${committed}
  of those delivered and verified   ${delivered}
  kill -9                           ${kills}
  delivered again, with the same id ${repeated}
  lost                              ${lost.length}
  rolled back and yet delivered     ${invented.length}
  with two ids                      ${twoIds.length}
  signatures that did not verify    ${world.partner.unverified}
`);
  const isGood = lost.length + invented.length + twoIds.length + world.partner.unverified === 0;
  if (!isGood) process.exitCode = 1;
}

await main();

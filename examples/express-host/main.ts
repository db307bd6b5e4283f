// A SaaS on Express whose process also delivers its webhooks. The demo ends by itself; `--serve` stays up, on SQS in this
// process, or with HOOKLANE_STAGE on AWS.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { silentLogger } from '@hooklane/core';
import { createJsonLogger } from '@hooklane/handler';
import { awsConfig, localConfig } from './config.ts';
import { runDemo } from './demo.ts';
import { startHost } from './host.ts';

const dataDir = join('.hooklane', 'express-host');

async function serve(): Promise<void> {
  const { HOOKLANE_STAGE: stage, PORT = '3000', DATA_DIR = dataDir } = process.env;
  const config =
    stage === undefined
      ? localConfig({ dataDir: DATA_DIR, port: Number(PORT) })
      : awsConfig(process.env, stage);
  const log = (line: string): void => console.log(line);
  const end = endIsWanted();
  const host = await startHost(config, { logger: createJsonLogger(), log });
  log(`The API is at ${host.url}`);
  await end;
  await host.stop();
}

/** Once it is told to end. Being told again changes nothing: pnpm hands on a Ctrl-C that comes from the terminal, too. */
function endIsWanted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve());
  });
}

async function demonstrate(): Promise<void> {
  const demoDir = join(dataDir, 'demo');
  rmSync(demoDir, { recursive: true, force: true });
  console.log('\nA SaaS on Express: API, worker and results in one process, on SQS in the same.\n');
  const invoiceIds = await runDemo({
    config: localConfig({ dataDir: demoDir }),
    logger: { ...silentLogger, error: ({ message }) => console.error(message) },
    log: (line) => console.log(line),
  });
  console.log(`\n  the partner has ${invoiceIds.join(' and ')}, each once\n`);
  if (invoiceIds.join() !== 'inv-1,inv-2') process.exitCode = 1;
}

const { values } = parseArgs({ options: { serve: { type: 'boolean', default: false } } });
await (values.serve ? serve() : demonstrate());

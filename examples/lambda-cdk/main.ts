// The host of this example on one machine: the API that runs behind API Gateway, on the embedded SQS and SQLite.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runDemo } from './local/demo.ts';

const dataDir = join('.hooklane', 'lambda-cdk');
rmSync(dataDir, { recursive: true, force: true });
console.log('\nHooklane: the API of a host, as it runs behind API Gateway.\n');
const { webhookId, body, status, attempts } = await runDemo(dataDir, (line) =>
  console.log(`  ${line}`),
);
console.log(`
  webhook-id  ${webhookId}, its signature verified by the partner
  body        ${body}
  status      ${status}, attempts: ${attempts}
`);

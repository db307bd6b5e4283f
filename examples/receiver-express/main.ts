// A partner's server, which is sent good, forged and replayed webhooks. `--serve` starts it for real, with the secrets of
// the environment.
import { parseArgs } from 'node:util';
import { generateSecret } from '@hooklane/signature';
import { createBooks } from './books.ts';
import { readConfig } from './config.ts';
import { runDemo } from './demo.ts';
import { startServer } from './server.ts';

async function serve(): Promise<void> {
  const end = endIsWanted();
  await using server = await startServer(readConfig(process.env), {
    books: createBooks(),
    log: (line) => console.log(line),
  });
  console.log(`Webhooks are taken at ${server.url}/webhooks`);
  await end;
}

/** Once it is told to end. Being told again changes nothing: pnpm hands on a Ctrl-C that comes from the terminal, too. */
function endIsWanted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve());
  });
}

async function demonstrate(): Promise<void> {
  const [secret, previousSecret] = [generateSecret(), generateSecret()];
  const config = readConfig({
    WEBHOOK_SECRET: secret,
    WEBHOOK_SECRET_PREVIOUS: previousSecret,
    PORT: '0',
  });
  const books = createBooks();
  await using server = await startServer(config, { books, log: () => {} });
  console.log(`\nA partner's server at ${server.url}/webhooks is sent:\n`);
  const answers = await runDemo({ url: server.url, secret, previousSecret });
  for (const { what, answer } of answers) console.log(`  ${what.padEnd(52)}${answer}`);
  console.log(`\nIn its books: ${books.entries} entries, ${books.totalCents / 100} in all.\n`);
  const isAsExpected = answers.every(({ expected, answer }) => answer === expected);
  if (!isAsExpected || books.entries !== 2) process.exitCode = 1;
}

const { values } = parseArgs({ options: { serve: { type: 'boolean', default: false } } });
await (values.serve ? serve() : demonstrate());

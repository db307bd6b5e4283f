// Both functions of the partner on an SQS in this process: good, forged, repeated and broken webhooks, none of them lost.
import { runDemo } from './local/demo.ts';

const maxReceiveCount = 3;

async function main(): Promise<void> {
  console.log('\nAPI Gateway → verify → SQS → process, all in this process.\n');
  const { answers, orderIds, deadLetterIds, lost } = await runDemo({
    maxReceiveCount,
    log: ({ message, code }) => console.log(`    log: ${message} (${code})`),
  });
  console.log('\n  the sender sent                                     and was answered\n');
  for (const { what, answer } of answers) console.log(`  ${what.padEnd(52)}${answer}`);
  console.log(`
  in the warehouse, each once    ${orderIds.join(', ')}
  dead letters                   ${deadLetterIds.join(', ')}, after ${maxReceiveCount} tries; its bytes are kept
  answered 200 and lost          ${lost.length}
`);
  if (lost.length > 0 || new Set(orderIds).size !== orderIds.length) process.exitCode = 1;
}

await main();

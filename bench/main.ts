// Runs every benchmark, one after the other: `pnpm bench`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { benches } from './benches.ts';

const outcomes = benches.map((name, index) => {
  process.stdout.write(`\n== ${name} (${index + 1} of ${benches.length})\n\n`);
  const began = performance.now();
  const script = fileURLToPath(new URL(`${name}/main.ts`, import.meta.url));
  const { status, signal } = spawnSync(process.execPath, [...process.execArgv, script], {
    stdio: 'inherit',
  });
  const seconds = Math.round((performance.now() - began) / 1_000);
  const outcome = status === 0 ? 'all goals met' : status === 1 ? 'a goal missed' : 'did not run';
  return { name, seconds, status, outcome: signal === null ? outcome : `ended by ${signal}` };
});

process.stdout.write('\n');
for (const { name, seconds, outcome } of outcomes) {
  process.stdout.write(`${name.padEnd(12)}${`${seconds} s`.padStart(7)}  ${outcome}\n`);
}
process.stdout.write(
  '\nJSON: bench/results/. `pnpm bench:docs` writes docs/benchmarks.md from it.\n',
);
if (outcomes.some(({ status }) => status !== 0)) process.exitCode = 1;

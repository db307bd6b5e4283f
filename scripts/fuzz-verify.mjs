// The fuzz test of the receiver with 100,000 requests, or as many as it is told: `pnpm fuzz:verify 500000`.
import { spawnSync } from 'node:child_process';

const runs = process.argv[2] ?? '100000';
if (!/^[1-9]\d{3,8}$/.test(runs)) {
  process.stderr.write('Give the number of requests, from 1000: pnpm fuzz:verify 100000\n');
  process.exit(2);
}
const { status } = spawnSync(
  'vitest',
  ['run', '--project', 'unit', 'packages/receiver/test/fuzz/fuzz.test.ts'],
  { stdio: 'inherit', env: { ...process.env, HOOKLANE_FUZZ_RUNS: runs } },
);
process.exitCode = status ?? 1;

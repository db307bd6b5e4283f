import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const measure = fileURLToPath(new URL('./measure.ts', import.meta.url));
const rows: Record<string, unknown> = {};
for (const lanes of [10, 100, 1_000, 5_000]) {
  // A process each, so that none inherits the memory of another.
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--expose-gc', ...process.execArgv, measure, String(lanes)],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  rows[lanes] = JSON.parse(stdout);
}
console.log('Idle lanes of one worker, in-memory SQS, 60 s of virtual time each\n');
console.table(rows);

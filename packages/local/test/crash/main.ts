import { parseArgs } from 'node:util';
import { createTemporaryDirectory } from '../support/temporary-directory.ts';
import { runCrashes } from './crash-run.ts';
import { createRandom } from './random.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Math.trunc(Math.random() * 1e9)) },
  },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed);
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed)) {
  console.error('Usage: npx -y pnpm run test:crash --rounds 100 --seed 1');
  process.exit(2);
}

const startedAt = performance.now();
const secondsNow = (): number => Math.round((performance.now() - startedAt) / 1_000);
using directory = createTemporaryDirectory();
console.log(`${rounds} rounds, seed ${seed}`);
const report = await runCrashes({
  rounds,
  random: createRandom(seed),
  dataDir: directory.path,
  onRound: (round, hooks) => {
    if (round % 10 === 0) console.log(`round ${round}: ${hooks} hooks accepted, ${secondsNow()} s`);
  },
});
const lost = report.problems.filter((problem) => problem.endsWith('is lost')).length;
console.table(Object.fromEntries(report.kills));
console.table({
  rounds: report.rounds,
  kills: [...report.kills.values()].reduce((sum, kills) => sum + kills, 0),
  hooks: report.hooks,
  delivered: report.delivered,
  deadLetters: report.deadLetters,
  pending: report.pending,
  duplicates: report.duplicates,
  lost,
  problems: report.problems.length,
  seconds: secondsNow(),
});
for (const problem of report.problems) console.error(problem);
if (report.problems.length > 0) {
  console.error(`Repeat with --seed ${seed}`);
  process.exitCode = 1;
}

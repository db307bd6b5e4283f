import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ManyHooksFigures, measureManyHooks } from './many-hooks.ts';
import { measureAncestor, measureHooklane, type OneHookFigures } from './one-hook.ts';
import { createRandom } from './random.ts';

const goals = { laneRequests: 50, invocations: 20, latestMs: 2_000, inFlight: 80_000 };
const seeds = [1, 2, 3];
const hooks = 100_000;
const virtualHours = 2;

const startedAt = performance.now();
console.log('One hook that fails for 72 virtual hours, preset `patient`\n');
const ancestor = await measureAncestor();
const own = await Promise.all(seeds.map((seed) => measureHooklane(createRandom(seed))));
console.table(
  Object.fromEntries([
    ['requeue every 15 minutes', rowOf(ancestor)],
    ...own.map((figures, index) => [`Hooklane, seed ${seeds[index]}`, rowOf(figures)]),
  ]),
);
const most = {
  laneRequests: Math.max(...own.map((figures) => figures.laneRequests)),
  invocations: Math.max(...own.map((figures) => figures.invocations)),
  latestMs: Math.max(...own.map((figures) => figures.latestMs)),
};
console.log(
  `Goal: at most ${goals.laneRequests} requests, ${goals.invocations} invocations, ${goals.latestMs} ms late. Polls that bring nothing are not counted.\n`,
);

console.log(`${hooks} such hooks in one lane, ${virtualHours} virtual hours`);
const many: Record<string, ManyHooksFigures> = {};
for (const [name, breaker] of [
  ['without a breaker', false],
  ['with a breaker', {}],
] as const) {
  many[name] = await measureManyHooks({
    hooks,
    virtualHours,
    breaker,
    random: createRandom(1),
    onProgress: (attempts, inFlight) => {
      process.stderr.write(`\r  ${name}: ${attempts} attempts, ${inFlight} in flight   `);
    },
  });
  process.stderr.write('\n');
}
console.table(many);
console.log(`Goal: never more than ${goals.inFlight} in flight, none lost.`);

const isGood =
  own.every(({ attempts }) => attempts === ancestor.attempts) &&
  most.laneRequests <= goals.laneRequests &&
  most.invocations <= goals.invocations &&
  most.latestMs <= goals.latestMs &&
  Object.values(many).every(
    ({ mostInFlight, lost }) => mostInFlight <= goals.inFlight && lost === 0,
  );
const seconds = Math.round((performance.now() - startedAt) / 1_000);
const directory = join(import.meta.dirname, '..', 'results');
mkdirSync(directory, { recursive: true });
const file = join(directory, 'retry.json');
writeFileSync(file, `${JSON.stringify({ goals, ancestor, own, many, seconds }, undefined, 2)}\n`);
console.log(`\n${isGood ? 'All goals reached' : 'A goal was MISSED'} in ${seconds} s; ${file}`);
if (!isGood) process.exitCode = 1;

function rowOf(figures: OneHookFigures): Record<string, number> {
  const { attempts, laneRequests, resultRequests, invocations, latestMs } = figures;
  return {
    attempts,
    'requests (lane)': laneRequests,
    'requests (results)': resultRequests,
    invocations,
    'latest (ms)': latestMs,
  };
}

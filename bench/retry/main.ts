// What a hook costs that fails for three days, and what 100,000 of them do to a lane: `pnpm bench:retry`.
import {
  measureAncestor,
  measureHooklane,
  type OneHookFigures,
} from '../../packages/handler/test/retry-cost/one-hook.ts';
import type { Bench } from '../kit/run-bench.ts';
import { runBench } from '../kit/run-bench.ts';
import { type ManyHooksFigures, measureManyHooks } from './many-hooks.ts';
import { createRandom } from './random.ts';

type Figure = Exclude<keyof OneHookFigures, 'requests'>;

const most = { laneRequests: 50, invocations: 20, latestMs: 2_000, inFlight: 80_000 };
const seeds = [1, 2, 3];
const hooks = 100_000;
const virtualHours = 2;

await runBench({ name: 'retry' }, async (bench) => {
  const one = await oneHook(bench);
  const many = await manyHooks(bench);
  bench.note('polls that bring nothing are not counted');
  bench.raw({ one, many });
});

async function oneHook({ progress, table, goal, note }: Bench) {
  progress('one hook that fails for 72 virtual hours');
  const ancestor = await measureAncestor();
  const own = await Promise.all(seeds.map((seed) => measureHooklane(createRandom(seed))));
  const worst = (figure: Figure): number => Math.max(...own.map((figures) => figures[figure]));
  table({
    title: 'One hook that fails for 72 virtual hours, preset `patient`',
    columns: [
      '',
      'attempts',
      'requests to the lane',
      'to the results queue',
      'invocations',
      'latest attempt (ms)',
    ],
    rows: [
      rowOf('requeue every 15 minutes', ancestor),
      rowOf('Hooklane', {
        attempts: worst('attempts'),
        laneRequests: worst('laneRequests'),
        resultRequests: worst('resultRequests'),
        invocations: worst('invocations'),
        latestMs: worst('latestMs'),
      }),
    ],
  });
  note(`Hooklane with the jitter of ${seeds.length} seeds, the most of each`);
  const apart = own.map(({ attempts }) => Math.abs(attempts - ancestor.attempts));
  goal({ what: 'attempts more or less', value: Math.max(...apart), atMost: 0 });
  goal({ what: 'requests to the lane', value: worst('laneRequests'), atMost: most.laneRequests });
  goal({ what: 'invocations', value: worst('invocations'), atMost: most.invocations });
  goal({ what: 'ms late', value: worst('latestMs'), atMost: most.latestMs });
  return { ancestor, own };
}

function rowOf(name: string, figures: Pick<OneHookFigures, Figure>) {
  const { attempts, laneRequests, resultRequests, invocations, latestMs } = figures;
  return [name, attempts, laneRequests, resultRequests, invocations, Math.ceil(latestMs)];
}

async function manyHooks({ progress, table, goal }: Bench) {
  const runs: [string, ManyHooksFigures][] = [];
  for (const [name, breaker] of [
    ['without a breaker', false],
    ['with a breaker', {}],
  ] as const) {
    const figures = await measureManyHooks({
      hooks,
      virtualHours,
      breaker,
      random: createRandom(1),
      onProgress: (attempts, inFlight) =>
        progress(`${name}: ${attempts} attempts, ${inFlight} in flight`),
    });
    runs.push([name, figures]);
    goal({ what: `in flight, ${name}`, value: figures.mostInFlight, atMost: most.inFlight });
    goal({ what: `hooks lost, ${name}`, value: figures.lost, atMost: 0 });
  }
  table({
    title: `${hooks.toLocaleString('en-US')} such hooks in one lane, ${virtualHours} virtual hours`,
    columns: ['', 'attempts', 'invocations', 'most in flight', 'sent again', 'lost'],
    rows: runs.map(([name, run]) => [
      name,
      run.attempts,
      run.invocations,
      run.mostInFlight,
      run.sentAgain,
      run.lost,
    ]),
  });
  return runs;
}

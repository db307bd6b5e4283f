// Processor time of a sender for each hook delivered, beside others and the least a POST costs: `pnpm bench:deliver`.
import { median, ratioOf } from '../kit/median.ts';
import { runBench } from '../kit/run-bench.ts';
import type { Cell } from '../kit/table.ts';
import { type Contestant, takeTurns } from '../kit/take-turns.ts';
import { versionsOf } from '../kit/version-of.ts';
import { type Entrant, entrants } from './contestants.ts';
import { openStage, type Stage } from './stage.ts';

/** Those who only attempt are quick, and take more turns. */
const groups = [
  { works: ['POST', 'attempt'], rounds: 21, warmUps: 10 },
  { works: ['batch', 'lane'], rounds: 7, warmUps: 3 },
] as const;
const floor = 'node:https';
/** Node still compiles in the first thousands. */
const warmUpHooksOf = { POST: 6_000, attempt: 8_000, batch: 2_000, lane: 2_000 } as const;
const hooksOf = { POST: 2_000, attempt: 2_000, batch: 1_000, lane: 1_000 } as const;

const doneBy = {
  POST: 'POST',
  attempt: 'sign, POST, classify',
  batch: 'sign, POST, result',
  lane: 'receive, sign, POST, result, delete',
} as const;

interface Measured {
  readonly cpuMicros: number;
  readonly perSecond: number;
}

/** What Hooklane's are compared with: the best of those who do the same. */
const peersOf = (work: Entrant['work']): readonly string[] =>
  entrants
    .filter(({ file }) => !['handler', 'worker', 'deliver-hook', 'node-https'].includes(file))
    .filter((peer) => peer.work === (work === 'attempt' ? 'POST' : work))
    .map(({ name }) => name);

/** A contestant out of one who takes part, warmed up. */
async function enter(entrant: Entrant, stage: Stage): Promise<Contestant<Measured>> {
  const { name, work } = entrant;
  const runner = await stage.enter(entrant);
  const hooks = hooksOf[work];
  await runner.run(warmUpHooksOf[work]);
  return {
    name,
    measure: async () => {
      const { cpuMs, wallMs } = await runner.run(hooks);
      return { cpuMicros: (cpuMs * 1_000) / hooks, perSecond: (hooks * 1_000) / wallMs };
    },
  };
}

await runBench(
  { name: 'deliver', versions: versionsOf('undici', 'ky', 'sqs-consumer', '@aws-sdk/client-sqs') },
  async ({ progress, table, goal, note, raw }) => {
    await using stage = await openStage();
    progress('Warming up');
    const contestants = await Promise.all(entrants.map((entrant) => enter(entrant, stage)));
    const everything: unknown[] = [];
    for (const { works, rounds, warmUps } of groups) {
      const group = entrants.filter(({ name, work }) => name === floor || isOneOf(works, work));
      const measured = await takeTurns(
        contestants.filter(({ name }) => group.some((entrant) => entrant.name === name)),
        {
          rounds,
          warmUps,
          onRound: (round, name) => progress(`Round ${round} of ${rounds}: ${name}`),
        },
      );
      everything.push(Object.fromEntries(measured));
      const of = (name: string, what: keyof Measured): readonly number[] =>
        (measured.get(name) ?? []).map((one) => one[what]);
      const ratio = (one: string, other: string): number =>
        ratioOf(of(one, 'cpuMicros'), of(other, 'cpuMicros'));
      table({
        title: `CPU of the sender for a hook of 1 KB over HTTPS, ten at a time; ${rounds} rounds after ${warmUps} to warm up`,
        columns: ['sender', 'does', 'µs a hook', 'of floor', 'of best peer', 'hooks/s'],
        rows: group.map(({ name, work }) => [
          name,
          doneBy[work],
          median(of(name, 'cpuMicros')),
          ratio(name, floor),
          toBest(
            peersOf(work)
              .filter((peer) => measured.has(peer))
              .map((peer) => ratio(name, peer)),
          ),
          median(of(name, 'perSecond')),
        ]),
      });
      if (isOneOf(works, 'attempt')) {
        const value = ratio('deliverHook', floor);
        goal({ what: 'deliverHook, CPU of the floor', value, atMost: 1.35 });
      }
    }
    raw(everything);
    note('The floor is node:https with keep-alive, sending the same bytes, made once.');
    note(
      '"POST" sends the same bytes again and again; all others sign each hook, and each signature is verified.',
    );
    note('Hooks a second are those of one sender beside a partner and SQS on the same machine.');
  },
);

/** Whoever costs least is compared with the most. */
function toBest(ratios: readonly number[]): Cell {
  return ratios.length === 0 ? '' : Math.max(...ratios);
}

function isOneOf(works: readonly Entrant['work'][], work: Entrant['work']): boolean {
  return works.includes(work);
}

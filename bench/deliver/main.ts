// Processor time of a sender for each hook delivered, beside others and the least a POST costs: `pnpm bench:deliver`.
import { median, ratioOf } from '../kit/median.ts';
import { runBench } from '../kit/run-bench.ts';
import { takeTurns } from '../kit/take-turns.ts';
import { versionsOf } from '../kit/version-of.ts';
import { type Entrant, entrants } from './contestants.ts';
import { openStage } from './stage.ts';

const rounds = 9;
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

await runBench(
  { name: 'deliver', versions: versionsOf('undici', 'ky', 'sqs-consumer', '@aws-sdk/client-sqs') },
  async ({ progress, table, goal, note, raw }) => {
    await using stage = await openStage();
    const contestants = await Promise.all(
      entrants.map(async (entrant) => {
        const runner = await stage.enter(entrant);
        const hooks = hooksOf[entrant.work];
        const measure = async (): Promise<Measured> => {
          const { cpuMs, wallMs } = await runner.run(hooks);
          return { cpuMicros: (cpuMs * 1_000) / hooks, perSecond: (hooks * 1_000) / wallMs };
        };
        return { name: entrant.name, measure };
      }),
    );
    const measured = await takeTurns(contestants, {
      rounds,
      warmUps: 2,
      onRound: (round, name) => progress(`Round ${round} of ${rounds}: ${name}`),
    });
    raw(Object.fromEntries(measured));
    const cpuOf = (name: string): readonly number[] =>
      (measured.get(name) ?? []).map(({ cpuMicros }) => cpuMicros);
    const toFloor = (name: string): number => ratioOf(cpuOf(name), cpuOf('node:https'));
    /** To the one of its peers that costs least. */
    const toBest = ({ name, work }: Entrant): number =>
      Math.max(...peersOf(work).map((peer) => ratioOf(cpuOf(name), cpuOf(peer))));
    table({
      title: `CPU of the sender a hook of 1 KB over HTTPS, ten at a time; median of ${rounds} rounds`,
      columns: [
        'sender',
        'does',
        'µs a hook',
        'of the floor',
        'of the best peer',
        'hooks a second',
      ],
      rows: entrants.map((entrant) => [
        entrant.name,
        doneBy[entrant.work],
        median(cpuOf(entrant.name)),
        toFloor(entrant.name),
        toBest(entrant),
        median((measured.get(entrant.name) ?? []).map(({ perSecond }) => perSecond)),
      ]),
    });
    note('The floor is node:https with keep-alive, sending the same bytes, made once.');
    note(
      '"POST" sends the same bytes again and again; all others sign each hook, and each signature is verified.',
    );
    note('Hooks a second are those of one sender beside a partner and SQS on the same machine.');
    goal({ what: 'deliverHook, CPU of the floor', value: toFloor('deliverHook'), atMost: 1.35 });
  },
);

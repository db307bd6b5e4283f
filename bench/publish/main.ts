// Hooks a second into the embedded SQS, beside the SDK's client with the same batches: `pnpm bench:publish`.
import { median, ratioOf } from '../kit/median.ts';
import { runBench } from '../kit/run-bench.ts';
import { takeTurns } from '../kit/take-turns.ts';
import { versionsOf } from '../kit/version-of.ts';
import { openStage } from './stage.ts';

const rounds = 11;
const sizes = [
  { kilobytes: 1, hooks: 2_000 },
  { kilobytes: 50, hooks: 400 },
] as const;
const publishers = [
  { name: 'node:http, bytes ready made', file: 'node-http' },
  { name: 'SQSClient, batches ready made', file: 'sdk' },
  { name: 'publishHooks', file: 'hooklane' },
] as const;
const [floor, peer, ours] = publishers.map(({ name }) => name);

interface Measured {
  readonly cpuMicros: number;
  readonly perSecond: number;
}

await runBench(
  { name: 'publish', versions: versionsOf('@aws-sdk/client-sqs', 'fauxqs') },
  async ({ progress, table, goal, note, raw }) => {
    await using stage = await openStage();
    const all: Record<string, unknown> = {};
    for (const { kilobytes, hooks } of sizes) {
      const contestants = await Promise.all(
        publishers.map(async ({ name, file }) => {
          const publish = await stage.enter(file, kilobytes);
          const measure = async (): Promise<Measured> => {
            const { cpuMs, wallMs } = await publish(hooks);
            return { cpuMicros: (cpuMs * 1_000) / hooks, perSecond: (hooks * 1_000) / wallMs };
          };
          return { name, measure };
        }),
      );
      const measured = await takeTurns(contestants, {
        rounds,
        warmUps: 3,
        onRound: (round, name) => progress(`${kilobytes} KB, round ${round} of ${rounds}: ${name}`),
      });
      all[`${kilobytes} KB`] = Object.fromEntries(measured);
      const of = (name: string | undefined, what: keyof Measured): readonly number[] =>
        (measured.get(name ?? '') ?? []).map((one) => one[what]);
      table({
        title: `Hooks with a body of ${kilobytes} KB, ${hooks} in one call, batches of ten, eight requests at once`,
        columns: [
          'publisher',
          'hooks/s',
          'of the floor',
          'of SQSClient',
          'CPU µs a hook',
          'of SQSClient',
        ],
        rows: publishers.map(({ name }) => [
          name,
          median(of(name, 'perSecond')),
          ratioOf(of(name, 'perSecond'), of(floor, 'perSecond')),
          ratioOf(of(name, 'perSecond'), of(peer, 'perSecond')),
          median(of(name, 'cpuMicros')),
          ratioOf(of(name, 'cpuMicros'), of(peer, 'cpuMicros')),
        ]),
      });
      goal({
        what: `publishHooks at ${kilobytes} KB, hooks a second of SQSClient`,
        value: ratioOf(of(ours, 'perSecond'), of(peer, 'perSecond')),
        atLeast: 0.9,
      });
    }
    raw(all);
    note(
      `Medians of ${rounds} rounds in which all take turns. CPU is the publisher's; SQS is a process of its own, in memory.`,
    );
    note('Both others are given what publishHooks makes: they check, encode and cut nothing.');
  },
);

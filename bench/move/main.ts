// How fast a queue is emptied into another, beside the queue mover of 2019: `pnpm bench:move`.
import { type EmbeddedSqs, startEmbeddedSqs } from '@hooklane/queue/embedded';
import { runBench } from '../kit/run-bench.ts';
import { takeTurns } from '../kit/take-turns.ts';
import { versionsOf } from '../kit/version-of.ts';
import {
  ancestor,
  type Figures,
  hooklane,
  type Mover,
  measureMove,
  stoppedAncestor,
} from './contest.ts';

interface Contest {
  readonly name: string;
  readonly latencyMs: number;
  readonly rounds: number;
  readonly ancestor: Mover;
  /** How many times as fast. */
  readonly goal: number;
}

type Rounds = Readonly<Record<'ancestor' | 'hooklane', readonly Figures[]>>;

const messages = 20_000;
const contests: readonly Contest[] = [
  { name: 'no latency', latencyMs: 0, rounds: 3, ancestor, goal: 3.5 },
  { name: '10 ms a call', latencyMs: 10, rounds: 1, ancestor: stoppedAncestor(messages), goal: 8 },
];
const leastCallsRatio = 7;

await runBench(
  { name: 'move', versions: versionsOf('@aws-sdk/client-sqs', 'fauxqs') },
  async ({ progress, table, goal, note, raw }) => {
    await using embedded = await startEmbeddedSqs();
    await measureMove(embedded, hooklane, { name: 'warm-up', messages: 2_000, latencyMs: 0 });
    const measured: Record<string, Rounds> = {};
    for (const contest of contests) {
      const rounds = await runContest(contest, embedded, progress);
      measured[contest.name] = rounds;
      table({
        title: `${messages.toLocaleString('en-US')} messages with two attributes, ${contest.name}`,
        columns: ['', 'seconds', 'times as fast', 'calls', 'carry messages', 'left in the source'],
        rows: [
          rowOf('ancestor', rounds.ancestor, rounds),
          rowOf('Hooklane', rounds.hooklane, rounds),
        ],
      });
      goal({
        what: `times as fast as the ancestor, ${contest.name}`,
        value: fastest(rounds.ancestor).seconds / fastest(rounds.hooklane).seconds,
        atLeast: contest.goal,
      });
    }
    const all = Object.values(measured);
    goal({
      what: 'calls of the ancestor that carry messages, for each of ours',
      value: Math.min(...all.flatMap(callsRatios)),
      atLeast: leastCallsRatio,
    });
    goal({
      what: 'messages doubled, missing or left behind',
      value: all.flatMap((rounds) => rounds.hooklane).reduce((sum, own) => sum + harmOf(own), 0),
      atMost: 0,
    });
    note('the fastest of 3 rounds that take turns; one round where each call waits 10 ms first');
    note('with 10 ms a call the ancestor is stopped after 20,000 messages: else it would not end');
    raw(measured);
  },
);

/** In turns, so that a machine that slows down slows both. */
async function runContest(
  { name, latencyMs, rounds, ancestor: other }: Contest,
  embedded: EmbeddedSqs,
  progress: (text: string) => void,
): Promise<Rounds> {
  let moves = 0;
  const contestant = (who: string, mover: Mover) => ({
    name: who,
    measure: () => {
      moves += 1;
      const queues = `${who}-${latencyMs}-${moves}`;
      return measureMove(embedded, mover, { name: queues, messages, latencyMs });
    },
  });
  const measured = await takeTurns(
    [contestant('ancestor', other), contestant('hooklane', hooklane)],
    {
      rounds,
      warmUps: 0,
      onRound: (round, who) => progress(`${name}: round ${round} of ${rounds}, ${who}`),
    },
  );
  return {
    ancestor: measured.get('ancestor') ?? [],
    hooklane: measured.get('hooklane') ?? [],
  };
}

/** What else the machine does only ever slows a round down. */
function fastest(rounds: readonly Figures[]): Figures {
  const [first] = rounds.toSorted((a, b) => a.seconds - b.seconds);
  if (first === undefined) throw new Error('No round was run');
  return first;
}

function rowOf(name: string, own: readonly Figures[], { ancestor: other }: Rounds) {
  const { seconds, calls, carrying, left } = fastest(own);
  return [name, seconds, fastest(other).seconds / seconds, calls, carrying, left];
}

function callsRatios({ ancestor: other, hooklane: own }: Rounds): readonly number[] {
  return other.map(({ carrying }, round) => carrying / (own[round]?.carrying ?? Number.NaN));
}

function harmOf({ duplicates, missing, left }: Figures): number {
  return duplicates + missing + left;
}

// How fast a queue is emptied into another, beside the queue mover of 2019: `pnpm bench:move`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EmbeddedSqs, startEmbeddedSqs } from '@hooklane/queue/embedded';
import {
  ancestor,
  type Figures,
  hooklane,
  type Mover,
  measureMove,
  stoppedAncestor,
} from './contest.ts';

const messages = 20_000;
const latencyMs = 10;
const contests: readonly Contest[] = [
  { name: 'no latency', latencyMs: 0, rounds: 3, ancestor, goal: 3.5 },
  {
    name: `${latencyMs} ms a call`,
    latencyMs,
    rounds: 1,
    ancestor: stoppedAncestor(messages),
    goal: 8,
  },
];
const goalOfCalls = 7;

interface Contest {
  readonly name: string;
  readonly latencyMs: number;
  readonly rounds: number;
  readonly ancestor: Mover;
  /** How many times as fast. */
  readonly goal: number;
}

interface Round {
  readonly contest: string;
  readonly ancestor: Figures;
  readonly hooklane: Figures;
  /** Seconds of the ancestor for each of ours. */
  readonly ratio: number;
}

interface Verdict {
  readonly goal: string;
  readonly got: number;
  readonly isMet: boolean;
}

const startedAt = performance.now();
await using embedded = await startEmbeddedSqs();
console.log(`${messages} messages with two attributes; one embedded SQS in memory, one process\n`);
await measureMove(embedded, hooklane, { name: 'warm-up', messages: 2_000, latencyMs: 0 });
const rounds: Round[] = [];
for (const contest of contests) {
  for (let round = 1; round <= contest.rounds; round += 1) {
    rounds.push(await runRound(contest, round, embedded));
  }
}
console.table(Object.fromEntries(rounds.flatMap(rowsOf)));
const verdicts = [
  ...contests.map((contest) => judgeSpeed(contest, rounds)),
  judgeCalls(rounds),
  judgeHarm(rounds),
];
const isGood = verdicts.every(({ isMet }) => isMet);
const seconds = Math.round((performance.now() - startedAt) / 1_000);
const directory = join(import.meta.dirname, '..', 'results');
mkdirSync(directory, { recursive: true });
const file = join(directory, 'move.json');
writeFileSync(
  file,
  `${JSON.stringify({ messages, latencyMs, rounds, verdicts, seconds }, undefined, 2)}\n`,
);
for (const { goal, got, isMet } of verdicts) {
  console.log(`${isMet ? 'reached' : 'MISSED '}  ${goal}: ${got}`);
}
console.log(`\n${isGood ? 'All goals reached' : 'A goal was MISSED'} in ${seconds} s; ${file}`);
if (!isGood) process.exitCode = 1;

/** One after the other, so that a machine that slows down slows both. */
async function runRound(contest: Contest, round: number, sqs: EmbeddedSqs): Promise<Round> {
  const { name, latencyMs } = contest;
  process.stderr.write(`\r${name}: round ${round} of ${contest.rounds} `);
  const measure = (mover: Mover, who: string): Promise<Figures> => {
    const queues = `${who}-${latencyMs}-${round}`;
    return measureMove(sqs, mover, { name: queues, messages, latencyMs });
  };
  const own = await measure(hooklane, 'hooklane');
  const other = await measure(contest.ancestor, 'ancestor');
  process.stderr.write('\n');
  const ratio = Math.round((other.seconds / own.seconds) * 100) / 100;
  return { contest: name, ancestor: other, hooklane: own, ratio };
}

/** The fastest round of each: what else the machine does only ever slows one down. */
function judgeSpeed({ name, goal }: Contest, all: readonly Round[]): Verdict {
  const own = all.filter(({ contest }) => contest === name);
  const fastest = (who: 'ancestor' | 'hooklane'): number =>
    Math.min(...own.map((round) => round[who].seconds));
  const got = Math.round((fastest('ancestor') / fastest('hooklane')) * 100) / 100;
  return { goal: `${name}, at least ${goal} times as fast`, got, isMet: got >= goal };
}

function judgeCalls(all: readonly Round[]): Verdict {
  const got = Math.min(...all.map((round) => round.ancestor.carrying / round.hooklane.carrying));
  return {
    goal: `calls that carry messages, at most one for ${goalOfCalls} of the ancestor`,
    got: Math.round(got * 100) / 100,
    isMet: got >= goalOfCalls,
  };
}

function judgeHarm(all: readonly Round[]): Verdict {
  const got = all.reduce(
    (sum, { hooklane: { duplicates, missing, left } }) => sum + duplicates + missing + left,
    0,
  );
  return { goal: 'messages doubled, missing or left behind, none', got, isMet: got === 0 };
}

function rowsOf({ contest, ratio, ...round }: Round, index: number): [string, object][] {
  return (['ancestor', 'hooklane'] as const).map((who) => [
    `${index + 1} ${contest}, ${who}`,
    { ...round[who], ...(who === 'hooklane' && { 'times as fast': ratio }) },
  ]);
}

// How many requests a second are verified, beside others and beside the bare node:crypto: `pnpm bench:verify`.
import { median, ratioOf } from '../kit/median.ts';
import { runBench } from '../kit/run-bench.ts';
import { type Contestant, takeTurns } from '../kit/take-turns.ts';
import { versionsOf } from '../kit/version-of.ts';
import { names, type Verifier, verifiersFor } from './contestants.ts';

const sizes = [1, 10, 100] as const;
const rounds = 11;
const roundMs = 80;

type Rates = ReadonlyMap<string, readonly number[]>;

await runBench(
  {
    name: 'verify',
    versions: versionsOf('standardwebhooks', 'svix', 'stripe', '@octokit/webhooks-methods'),
  },
  async ({ progress, table, goal, note, raw }) => {
    const measured: Record<string, Record<string, readonly number[]>> = {};
    for (const kilobytes of sizes) {
      const verifiers = await verifiersFor(kilobytes * 1_024);
      const rates = await takeTurns(verifiers.map(toContestant), {
        rounds,
        onRound: (round) => progress(`${kilobytes} KB: round ${round} of ${rounds}`),
      });
      measured[`${kilobytes} KB`] = Object.fromEntries(rates);
      table({
        title: `Requests a second, ${kilobytes} KB`,
        columns: ['', 'takes, gives', 'requests/s', 'of floor', 'of standardwebhooks'],
        rows: verifiers.map(({ name, note: takes }) => [
          name,
          takes,
          Math.floor(median(rates.get(name) ?? [])),
          ofFloor(name, rates),
          ofStandard(name, rates),
        ]),
      });
      if (kilobytes !== 1) continue;
      goal({ what: 'of the floor at 1 KB', value: ofFloor(names.ours, rates), atLeast: 0.85 });
      goal({
        what: 'times standardwebhooks at 1 KB',
        value: ofStandard(names.ours, rates),
        atLeast: 4,
      });
      goal({
        what: 'times standardwebhooks at 1 KB, ours on text and with JSON.parse',
        value: ofStandard(names.oursParsed, rates),
        atLeast: 4,
      });
    }
    note(`medians of ${rounds} rounds of ${roundMs} ms; ratios are medians within a round`);
    raw(measured);
  },
);

function toContestant(verifier: Verifier): Contestant<number> {
  return { name: verifier.name, measure: () => callsPerSecond(verifier) };
}

/** Over at least 80 ms. */
async function callsPerSecond({ verify }: Verifier): Promise<number> {
  const isAsync = verify() instanceof Promise;
  const began = performance.now();
  let calls = 0;
  let elapsedMs = 0;
  while (elapsedMs < roundMs) {
    if (isAsync) for (let call = 0; call < 50; call += 1) await verify();
    else for (let call = 0; call < 50; call += 1) verify();
    calls += 50;
    elapsedMs = performance.now() - began;
  }
  return (calls * 1_000) / elapsedMs;
}

/** Of the faster floor, by its ratios. */
function ofFloor(name: string, rates: Rates): number {
  return Math.min(
    ...[names.floor, names.otherFloor].map((floor) => ratioOf(of(name, rates), of(floor, rates))),
  );
}

function ofStandard(name: string, rates: Rates): number {
  return ratioOf(of(name, rates), of(names.standard, rates));
}

function of(name: string, rates: Rates): readonly number[] {
  const found = rates.get(name);
  if (found === undefined) throw new Error(`Nobody is called ${name}`);
  return found;
}

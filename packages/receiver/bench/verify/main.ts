// How many requests a second are verified, beside others and beside the bare node:crypto: `pnpm bench:verify`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { type Contestant, contestantsFor } from './contestants.ts';
import { installPeers, versionOf } from './peers.ts';

const sizes = [1, 10, 100] as const;
const rounds = 11;
const roundMs = 80;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Calls a second, over at least 80 ms. */
async function measure({ verify }: Contestant): Promise<number> {
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

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

interface Result extends Contestant {
  readonly perSecond: number;
  readonly rounds: readonly number[];
}

/** The median of the ratios of neighbours in time: a machine that slows down slows both. */
function ratioOf(one: Result, other: Result): number {
  return median(
    one.rounds.map((perSecond, round) => perSecond / (other.rounds[round] ?? Number.NaN)),
  );
}

/** The medians of rounds in which all take turns; the first round warms up and is not counted. */
async function compare(kilobytes: number): Promise<readonly Result[]> {
  const contestants = await contestantsFor(kilobytes * 1_024);
  const measured = contestants.map(() => [] as number[]);
  for (let round = 0; round <= rounds; round += 1) {
    process.stderr.write(`\r${kilobytes} KB: round ${round} of ${rounds} `);
    for (const [index, contestant] of contestants.entries()) {
      const perSecond = await measure(contestant);
      if (round > 0) measured[index]?.push(perSecond);
    }
  }
  process.stderr.write('\r');
  return contestants.map((contestant, index) => ({
    ...contestant,
    rounds: measured[index] ?? [],
    perSecond: Math.round(median(measured[index] ?? [])),
  }));
}

process.stderr.write('Installing the peers ...\n');
installPeers();
print(
  `Node ${process.version}, ${cpus()[0]?.model}; median of ${rounds} rounds, requests a second\n`,
);
const report: Record<string, unknown>[] = [];
const verdicts: string[] = [];
for (const kilobytes of sizes) {
  const results = await compare(kilobytes);
  const floors = results.filter(({ note }) => note === 'floor');
  const of = (wanted: string): Result => {
    const found = results.find(({ name }) => name === wanted);
    if (found === undefined) throw new Error(`Nobody is called ${wanted}`);
    return found;
  };
  const floorRatio = (result: Result): number =>
    Math.min(...floors.map((floor) => ratioOf(result, floor)));
  print(`${`${kilobytes} KB`.padEnd(52)}requests/s  of floor  of standardwebhooks`);
  for (const result of results) {
    const { name, note, peer, perSecond } = result;
    const label = `  ${name}${peer ? ` ${versionOf(peer)}` : ''} (${note})`;
    const ratios = [floorRatio(result), ratioOf(result, of('standardwebhooks'))];
    const [ofFloor = '', ofStandard = ''] = ratios.map((ratio) => ratio.toFixed(2));
    print(
      `${label.padEnd(52)}${`${perSecond}`.padStart(9)}${ofFloor.padStart(10)}${ofStandard.padStart(12)}`,
    );
    report.push({
      kilobytes,
      name,
      version: peer && versionOf(peer),
      perSecond,
      ofFloor,
      ofStandard,
    });
  }
  print('');
  if (kilobytes !== 1) continue;
  const our = of('verifySignature');
  const both = of('verifySignature, then JSON.parse');
  const standard = of('standardwebhooks');
  verdicts.push(verdict('of the floor at 1 KB', floorRatio(our), 0.85));
  verdicts.push(verdict('times standardwebhooks at 1 KB', ratioOf(our, standard), 4));
  verdicts.push(verdict('the same, ours on text and with JSON.parse', ratioOf(both, standard), 4));
}
for (const line of verdicts) print(line);
const folder = new URL('../results/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(
  new URL('verify.json', folder),
  `${JSON.stringify({ node: process.version, report }, null, 2)}\n`,
);

function verdict(what: string, ratio: number, goal: number): string {
  return `${ratio >= goal ? 'met   ' : 'MISSED'} ${ratio.toFixed(2)} ${what} (goal ${goal})`;
}

// How many requests a second are verified, beside others and beside the bare node:crypto: `pnpm bench:verify`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { type Contestant, contestantsFor } from './contestants.ts';
import { installPeers, versionOf } from './peers.ts';

const sizes = [1, 10, 100] as const;
const rounds = 9;
const roundMs = 100;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Calls a second, over at least 100 ms. */
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

/** The medians of rounds in which all take turns; the first round warms up and is not counted. */
async function compare(
  kilobytes: number,
): Promise<readonly (Contestant & { perSecond: number })[]> {
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
  const floor = Math.max(
    ...results.filter(({ note }) => note === 'floor').map(({ perSecond }) => perSecond),
  );
  const of = (wanted: string): number =>
    results.find(({ name }) => name === wanted)?.perSecond ?? Number.NaN;
  print(`${`${kilobytes} KB`.padEnd(52)}requests/s  of floor  of standardwebhooks`);
  for (const { name, note, peer, perSecond } of results) {
    const label = `  ${name}${peer ? ` ${versionOf(peer)}` : ''} (${note})`;
    const ratios = [perSecond / floor, perSecond / of('standardwebhooks')];
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
  const both = of('verifySignature + JSON.parse');
  verdicts.push(verdict('of the floor at 1 KB', our / floor, 0.85));
  verdicts.push(
    verdict(
      'times standardwebhooks at 1 KB, ours without JSON.parse',
      our / of('standardwebhooks'),
      4,
    ),
  );
  verdicts.push(
    verdict(
      'times standardwebhooks at 1 KB, both with JSON.parse',
      both / of('standardwebhooks'),
      4,
    ),
  );
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

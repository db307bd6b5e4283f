import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../kit/median.ts';
import type { Usage } from '../kit/usage.ts';

/** What was seen at one moment. */
export interface Sample {
  /** Hooks whose results were stored so far, and when that was, on the host's clock. */
  readonly stored: number;
  readonly at: number;
  readonly used: Readonly<Record<string, Usage>>;
}

/** Looks once a second. */
export async function sampleFor(
  seconds: number,
  look: () => Promise<Sample>,
): Promise<readonly Sample[]> {
  const samples = [await look()];
  const startedAt = performance.now();
  for (let second = 1; second <= seconds; second += 1) {
    await sleep(startedAt + second * 1_000 - performance.now());
    samples.push(await look());
  }
  return samples;
}

/** Hooks a second between the first sample and the last. */
export function rateOf(samples: readonly Sample[]): number {
  const [first, last] = endsOf(samples);
  return ((last.stored - first.stored) / (last.at - first.at)) * 1_000;
}

/** Cores that each process kept busy. */
export function coresOf(samples: readonly Sample[]): Readonly<Record<string, number>> {
  const [first, last] = endsOf(samples);
  return Object.fromEntries(
    Object.entries(last.used).map(([name, { cpuMs }]) => [
      name,
      (cpuMs - (first.used[name]?.cpuMs ?? 0)) / (last.at - first.at),
    ]),
  );
}

/** The memory of a process in the first and the last third, in MiB: the median of each. */
export function memoryOf(samples: readonly Sample[], name: string): readonly [number, number] {
  const third = Math.floor(samples.length / 3);
  const middle = (part: readonly Sample[]): number =>
    quantile(
      part.map(({ used }) => (used[name]?.rssBytes ?? 0) / 2 ** 20),
      0.5,
    );
  return [middle(samples.slice(0, third)), middle(samples.slice(-third))];
}

function endsOf(samples: readonly Sample[]): readonly [Sample, Sample] {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined) throw new Error('There are no samples');
  return [first, last];
}

import { InvalidArgumentError } from 'commander';

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

type Unit = keyof typeof unitMs;

/**
 * Reads a duration such as `250ms`, `30s`, `5m`, `1.5h` or `2d`, in milliseconds.
 *
 * @throws InvalidArgumentError, which the parser of options shows with the option and the value
 */
export function parseDuration(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? [];
  if (unit === undefined) {
    throw new InvalidArgumentError('It must be a number and a unit: 250ms, 30s, 5m, 2h, 1d.');
  }
  return Math.round(Number(amount) * unitMs[unit as Unit]);
}

const steps = [
  { unit: 'd', ms: 86_400_000, part: 'h', partMs: 3_600_000 },
  { unit: 'h', ms: 3_600_000, part: 'min', partMs: 60_000 },
  { unit: 'min', ms: 60_000, part: 's', partMs: 1_000 },
];

/** Shows milliseconds to a person, in two units at most: `250 ms`, `3.2 s`, `2 min`, `1 h 30 min`. */
export function showDuration(ms: number): string {
  if (Math.round(ms) < 1_000) return `${Math.round(ms)} ms`;
  const tenths = Math.round(ms / 100) / 10;
  const step = steps.find((one) => Math.round(tenths) * 1_000 >= one.ms);
  if (tenths < 60 || step === undefined) return `${tenths} s`;
  const parts = Math.round(ms / step.partMs);
  const perUnit = step.ms / step.partMs;
  const whole = `${Math.floor(parts / perUnit)} ${step.unit}`;
  return parts % perUnit === 0 ? whole : `${whole} ${parts % perUnit} ${step.part}`;
}

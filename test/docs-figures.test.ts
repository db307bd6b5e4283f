import { describe, expect, it } from 'vitest';
import { laneNames } from '../packages/core/src/resource-names.ts';
import { retrySchedules } from '../packages/core/src/retry-schedule.ts';
import {
  fleetAlarmNames,
  laneAlarmNames,
} from '../packages/provisioner/src/resources/alarm-settings.ts';
import { readText } from './workspace.ts';

const units = [
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** Milliseconds as the guides write them: `2 h 35 min 5 s`. */
function written(ms: number): string {
  let left = ms / 1_000;
  const parts = units.flatMap(([unit, seconds]) => {
    const count = Math.floor(left / seconds);
    left -= count * seconds;
    return count === 0 ? [] : [`${count} ${unit}`];
  });
  return parts.join(' ');
}

describe('docs/delivery-semantics.md', () => {
  it.each([
    { preset: 'standard', begins: '`standard`, the default, has ten attempts' },
    { preset: 'patient', begins: '`patient` has nine' },
  ] as const)('has the times of the preset $preset', ({ preset, begins }) => {
    const schedule = retrySchedules[preset];
    const rows = schedule.map((offset, index) => {
      const gap = offset - (schedule[index - 1] ?? 0);
      return `| ${index + 2} | ${written(gap)} | ${written(offset)} |`;
    });
    const [, table = ''] = readText('docs/delivery-semantics.md').split(begins);
    expect(table.match(/^\| \d.*$/gm)?.slice(0, rows.length)).toEqual(rows);
  });
});

describe('docs/concepts.md', () => {
  it('draws the times of the preset patient', () => {
    const hours = retrySchedules.patient.map(written);
    const [, chart = ''] =
      /title patient[^\n]*\n([\s\S]*?)```/.exec(readText('docs/concepts.md')) ?? [];
    const drawn = [...chart.matchAll(/^ {2}(.+) : attempt (\d+)$/gm)].map(([, at, n]) => [at, n]);
    expect(drawn).toEqual([['0', '1'], ...hours.map((at, index) => [at, `${index + 2}`])]);
  });
});

describe('docs/operating.md', () => {
  it('explains every alarm', () => {
    const lane = laneNames('prod', 'acme');
    const alarms = [...fleetAlarmNames('prod'), ...laneAlarmNames(lane)];
    const rows = [...readText('docs/operating.md').matchAll(/^\| `(hooklane-prod-[a-z-]+)` \|/gm)];
    expect(rows.map(([, name]) => name)).toEqual(alarms);
  });
});

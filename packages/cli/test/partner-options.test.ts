import { Command, InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { addPartnerOptions, type PartnerFlags, parseSchedule } from '../src/partner-options.ts';

function read(...args: readonly string[]): PartnerFlags {
  const command = addPartnerOptions(new Command(), { hasWorker: true })
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  command.parse(args, { from: 'user' });
  return command.opts();
}

describe('the options of a partner', () => {
  it('say nothing of what is not given', () => {
    expect(read()).toEqual({});
  });

  it('are read into numbers and milliseconds', () => {
    const args = '--memory 512 --max-concurrency 4 --rate 0.5 --timeout 20s --retention 5'.split(
      ' ',
    );
    expect(read(...args)).toEqual({
      memory: 512,
      maxConcurrency: 4,
      rate: 0.5,
      timeout: 20_000,
      retention: 5,
    });
  });

  it('tell alarms from no alarms from nothing said', () => {
    expect([read('--alarms'), read('--no-alarms'), read()]).toEqual([
      { alarms: true },
      { alarms: false },
      {},
    ]);
  });

  it.each([
    ['--memory', '0'],
    ['--memory', '1.5'],
    ['--rate', 'fast'],
    ['--concurrency', '-1'],
    ['--runtime', 'nodejs20.x'],
    ['--timeout', '20'],
  ])('refuse %s %s with the value', (name, value) => {
    expect(() => read(name, value)).toThrow(`argument '${value}' is invalid`);
  });
});

describe('parseSchedule', () => {
  it.each([
    ['standard', 'standard'],
    ['patient', 'patient'],
    ['none', []],
    ['30s,5m,1h', [30_000, 300_000, 3_600_000]],
  ])('reads %s', (text, schedule) => {
    expect(parseSchedule(text)).toEqual(schedule);
  });

  it.each(['', 'never', '30s,', '30s;5m'])('refuses %j', (text) => {
    expect(() => parseSchedule(text)).toThrow(InvalidArgumentError);
  });
});

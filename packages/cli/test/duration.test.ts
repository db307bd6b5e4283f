import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { parseDuration, showDuration } from '../src/duration.ts';

describe('parseDuration', () => {
  it.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1.5h', 5_400_000],
    ['2d', 172_800_000],
    ['0s', 0],
    ['0.1ms', 0],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '5', 's', '-5s', '5 s', '5w', '1e3s', '5s5s', '.5s', 'Infinitys', '5S'])(
    'refuses %j and says what it takes',
    (text) => {
      expect(() => parseDuration(text)).toThrow(InvalidArgumentError);
      expect(() => parseDuration(text)).toThrow('250ms, 30s, 5m, 2h, 1d');
    },
  );
});

describe('showDuration', () => {
  it.each([
    [0, '0 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [3_210, '3.2 s'],
    [59_940, '59.9 s'],
    [59_960, '1 min'],
    [120_000, '2 min'],
    [125_000, '2 min 5 s'],
    [3_599_700, '1 h'],
    [5_400_000, '1 h 30 min'],
    [86_400_000, '1 d'],
    [90_000_000, '1 d 1 h'],
  ])('shows %d ms as %s', (ms, text) => {
    expect(showDuration(ms)).toBe(text);
  });
});

import { describe, expect, it } from 'vitest';
import { isWaveHealthy, isWorse } from '../src/health-gate.ts';
import type { LaneHealth } from '../src/index.ts';

const well: LaneHealth = {
  partnerId: 'acme',
  errors: 0,
  errorsBefore: 0,
  received: 100,
  deleted: 100,
  deletedBefore: 100,
  deadLetters: 0,
  deadLettersBefore: 0,
};
const failing: LaneHealth = { ...well, errors: 1 };

describe('a lane is worse off', () => {
  it.each([
    ['when its function fails where it did not', failing, true],
    ['not when its function fails as before', { ...well, errors: 3, errorsBefore: 3 }, false],
    ['when it is done with no message any more', { ...well, deleted: 0 }, true],
    ['not when it was done with none before', { ...well, deleted: 0, deletedBefore: 0 }, false],
    ['not when it gets nearly none', { ...well, received: 9, deleted: 0 }, false],
    ['when it buries many', { ...well, deadLetters: 11 }, true],
    ['not when it buries one in ten', { ...well, deadLetters: 10 }, false],
    ['not when it buries few', { ...well, deleted: 1, deadLetters: 4 }, false],
    ['not for what was buried before', { ...well, deadLetters: 50, deadLettersBefore: 50 }, false],
  ])('%s', (_, lane, expected) => {
    expect(isWorse(lane)).toBe(expected);
  });
});

describe('a wave is healthy', () => {
  it.each([
    [1, 0, true],
    [1, 1, false],
    [19, 1, false],
    [20, 1, true],
    [20, 2, false],
    [1_000, 50, true],
    [1_000, 51, false],
  ])('%i lanes of which %i are worse off: %s', (lanes, worse, expected) => {
    const wave = Array.from({ length: lanes }, (_, index) => (index < worse ? failing : well));
    expect(isWaveHealthy(wave)).toBe(expected);
  });
});

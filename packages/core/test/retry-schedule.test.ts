import { describe, expect, it } from 'vitest';
import { gapAfterAttempt, retrySchedules } from '../src/index.ts';
import { longestJitter } from '../src/retry-schedule.ts';

describe('retrySchedules', () => {
  // https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
  // gives this table: delays, and the time since the start.
  it.each([
    [1, 5, '00:00:05'],
    [2, 300, '00:05:05'],
    [3, 1_800, '00:35:05'],
    [4, 7_200, '02:35:05'],
    [5, 18_000, '07:35:05'],
    [6, 36_000, '17:35:05'],
    [7, 50_400, '31:35:05'],
    [8, 72_000, '51:35:05'],
    [9, 86_400, '75:35:05'],
  ])('is after attempt %d where Standard Webhooks has it', (attempt, delaySeconds, sinceStart) => {
    expect(gapAfterAttempt(retrySchedules.standard, attempt)).toBe(delaySeconds * 1_000);
    expect(retrySchedules.standard[attempt - 1]).toBe(millisecondsOf(sinceStart));
  });

  it('is patient at 15 minutes, 1, 3, 6, 12, 24, 48 and 72 hours after the first attempt', () => {
    expect(retrySchedules.patient).toEqual([
      900_000, 3_600_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000, 172_800_000, 259_200_000,
    ]);
  });

  it('gives ten attempts by default, nine to the patient', () => {
    expect(retrySchedules.standard).toHaveLength(9);
    expect(retrySchedules.patient).toHaveLength(8);
  });
});

describe('gapAfterAttempt', () => {
  it('counts the first gap from the first attempt', () => {
    expect(gapAfterAttempt([5, 7, 20], 1)).toBe(5);
  });

  it('counts the others from the attempt before', () => {
    expect(gapAfterAttempt([5, 7, 20], 2)).toBe(2);
    expect(gapAfterAttempt([5, 7, 20], 3)).toBe(13);
  });

  it.each([
    [[5, 7, 20], 4],
    [[5, 7, 20], 1_000],
    [[], 1],
  ])('has none when the schedule %j is used up after attempt %d', (schedule, attempt) => {
    expect(gapAfterAttempt(schedule, attempt)).toBeUndefined();
  });
});

describe('longestJitter', () => {
  it.each([
    [0, 1, 0],
    [5_000, 0.1, 500],
    [5_000, 1, 5_000],
    [3_600_000, 0, 0],
    [5_999_990, 0.1, 599_999],
    [6_000_000, 0.1, 600_000],
    [6_000_010, 0.1, 600_000],
    [30 * 86_400_000, 1, 600_000],
  ])('of a gap of %d ms and a share of %d is %d ms', (gapMs, jitter, longestMs) => {
    expect(longestJitter(gapMs, jitter)).toBeCloseTo(longestMs, 6);
  });
});

function millisecondsOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000;
}

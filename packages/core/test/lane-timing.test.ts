import { describe, expect, it } from 'vitest';
import {
  delaySeconds,
  holdSeconds,
  longestDelaySeconds,
  longestVisibilitySeconds,
  maxReceiveCount,
  parsePartnerPolicy,
  visibilityTimeoutSeconds,
  worstBatchSeconds,
} from '../src/index.ts';

const now = Date.UTC(2026, 0, 1);
const hourMs = 3_600_000;

describe('delaySeconds', () => {
  it.each([
    ['long past', -hourMs, 0],
    ['now', 0, 0],
    ['in a millisecond', 1, 1],
    ['in a second', 1_000, 1],
    ['in a little more than a second', 1_001, 2],
    ['in 15 minutes', 900_000, 900],
    ['in a little more than 15 minutes', 900_001, 900],
    ['tomorrow', 24 * hourMs, 900],
  ])('of what is due %s', (_, inMs, seconds) => {
    expect(delaySeconds(now + inMs, now)).toBe(seconds);
  });

  it('ends where SQS ends', () => {
    expect(longestDelaySeconds).toBe(900);
    expect(longestVisibilitySeconds).toBe(43_200);
  });
});

describe('holdSeconds', () => {
  it.each([
    ['due already', -1_000, 0, 1],
    ['due now', 0, 0, 1],
    ['due in a second', 1_000, 0, 1],
    ['due in 1,001 ms', 1_001, 0, 2],
    ['due in 12 hours, less a minute', 12 * hourMs - 60_000, 0, 43_140],
    ['due in 12 hours', 12 * hourMs, 0, 43_140],
    ['due in a day', 24 * hourMs, 0, 43_140],
    ['due in a day, received ten seconds ago', 24 * hourMs, 10_000, 43_130],
    ['due in a day, received 10,001 ms ago', 24 * hourMs, 10_001, 43_129],
    ['due in a day, received 12 hours ago', 24 * hourMs, 12 * hourMs, 1],
    ['received in the future, by another clock', 24 * hourMs, -5_000, 43_140],
  ])('of what is %s', (_, dueInMs, elapsedMs, seconds) => {
    expect(holdSeconds(now + dueInMs, now, now - elapsedMs)).toBe(seconds);
  });
});

describe('maxReceiveCount', () => {
  // A gap of g seconds takes ceil((g − 900) / 43,140) holds; ten receives are to spare.
  it.each([
    ['standard: 24 hours and ten minutes of jitter', { schedule: 'standard' }, 12],
    ['patient: 24 hours and ten minutes of jitter', { schedule: 'patient' }, 12],
    ['no jitter: 24 hours', { schedule: 'standard', jitter: 0 }, 12],
    ['short gaps: a Retry-After of 24 hours', { schedule: [1_000] }, 12],
    ['one attempt: a Retry-After of 24 hours', { schedule: [] }, 12],
    ['a gap of 30 days', { schedule: [30 * 24 * hourMs], jitter: 0 }, 71],
    ['a gap of 30 days with all the jitter', { schedule: [30 * 24 * hourMs], jitter: 1 }, 71],
  ])('of %s', (_, policy, count) => {
    expect(maxReceiveCount(parsePartnerPolicy(policy))).toBe(count);
  });
});

describe('worstBatchSeconds', () => {
  it.each([
    ['the default: one round of 15 s', {}, 25],
    ['one request at a time: ten rounds', { concurrency: 1 }, 160],
    ['three at a time: four rounds', { concurrency: 3 }, 70],
    ['nine at a time: two rounds', { concurrency: 9 }, 40],
    ['more than a batch holds: one round', { concurrency: 1_000 }, 25],
    ['a part of a second', { timeoutMs: 100 }, 11],
    ['the slowest of all', { concurrency: 1, timeoutMs: 60_000 }, 610],
    ['two requests a second: five seconds more', { requestsPerSecond: 2 }, 30],
    ['a thousand a second: hardly more', { requestsPerSecond: 1_000 }, 26],
    ['one in ten seconds: a hundred seconds more', { requestsPerSecond: 0.1 }, 125],
  ])('of %s', (_, policy, seconds) => {
    expect(worstBatchSeconds(parsePartnerPolicy(policy))).toBe(seconds);
  });

  it.each([
    ['two processes have half the room each: two rounds', {}, 2, 40],
    ['three processes have three of ten each: four rounds', {}, 3, 70],
    ['twenty processes have one request each: ten rounds', {}, 20, 160],
    [
      'two processes have half the rate each: ten seconds more',
      { concurrency: 100, requestsPerSecond: 2 },
      2,
      35,
    ],
  ])('of a lane where %s', (_, policy, processes, seconds) => {
    expect(worstBatchSeconds({ ...parsePartnerPolicy(policy), processes })).toBe(seconds);
  });

  it('fits into a Lambda function, which ends at 900 seconds', () => {
    const slowest = parsePartnerPolicy({
      concurrency: 1,
      timeoutMs: 60_000,
      requestsPerSecond: 0.1,
    });
    expect(worstBatchSeconds(slowest)).toBeLessThanOrEqual(900);
  });
});

describe('visibilityTimeoutSeconds', () => {
  it.each([
    [{}, 150],
    [{ timeoutMs: 30_000 }, 240],
    [{ concurrency: 1, timeoutMs: 60_000 }, 3_660],
    [{ concurrency: 1, timeoutMs: 60_000, requestsPerSecond: 0.1 }, 4_260],
  ])('is six times the worst batch of %j', (policy, seconds) => {
    expect(visibilityTimeoutSeconds(parsePartnerPolicy(policy))).toBe(seconds);
  });

  it('ends where SQS ends', () => {
    const policy = parsePartnerPolicy({ requestsPerSecond: 0.1 });
    expect(visibilityTimeoutSeconds({ ...policy, processes: 100 })).toBe(longestVisibilitySeconds);
  });
});

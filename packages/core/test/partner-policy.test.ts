import { describe, expect, it } from 'vitest';
import { parsePartnerPolicy, retrySchedules } from '../src/index.ts';
import { refusalOf } from './refusal.ts';

const defaults = {
  schedule: retrySchedules.standard,
  jitter: 0.1,
  timeoutMs: 15_000,
  concurrency: 10,
  requestsPerSecond: undefined,
  breaker: { failures: 20, probeMs: 60_000 },
  deliveryControl: false,
  responseSnippetBytes: 0,
};

describe('parsePartnerPolicy', () => {
  it.each([
    [undefined],
    [{}],
    [{ schedule: undefined, jitter: undefined, timeoutMs: undefined, concurrency: undefined }],
  ])('fills in every default for %j', (value) => {
    expect(parsePartnerPolicy(value)).toEqual(defaults);
  });

  it.each(['standard', 'patient'] as const)('looks up the preset %s', (schedule) => {
    expect(parsePartnerPolicy({ schedule }).schedule).toEqual(retrySchedules[schedule]);
  });

  it.each([
    [[]],
    [[1]],
    [[1, 2, 3]],
    [[30 * 24 * 3_600_000]],
    [Array.from({ length: 50 }, (_, index) => index + 1)],
  ])('takes the schedule %j', (schedule) => {
    expect(parsePartnerPolicy({ schedule }).schedule).toEqual(schedule);
  });

  it('copies the schedule that it is given', () => {
    const schedule = [1, 2];
    const policy = parsePartnerPolicy({ schedule });
    schedule.push(3);
    expect(policy.schedule).toEqual([1, 2]);
  });

  it.each([
    ['jitter', 0],
    ['jitter', 1],
    ['timeoutMs', 100],
    ['timeoutMs', 60_000],
    ['concurrency', 1],
    ['concurrency', 1_000],
  ])('takes %s at its bound %d', (field, value) => {
    expect(parsePartnerPolicy({ [field]: value })).toEqual({ ...defaults, [field]: value });
  });

  it.each([
    [null, 'null'],
    ['patient', '"patient"'],
    [7, '7'],
    [[], 'an array of 0'],
  ])('refuses %j', (value, shown) => {
    const error = refusalOf(() => parsePartnerPolicy(value), 'invalid_policy');
    expect(error.message).toBe(`partner policy must be an object. Received: ${shown}`);
  });

  it('refuses options that it does not know, naming all of them', () => {
    const error = refusalOf(() => parsePartnerPolicy({ retries: 3, Jitter: 0 }), 'invalid_policy');
    expect(error.message).toBe('partner policy has an unknown option: "retries", "Jitter"');
  });

  it.each([
    ['jitter', -0.01, 'a number from 0 to 1', '-0.01'],
    ['jitter', 1.01, 'a number from 0 to 1', '1.01'],
    ['jitter', Number.NaN, 'a number from 0 to 1', 'NaN'],
    ['jitter', '0.1', 'a number from 0 to 1', '"0.1"'],
    ['jitter', null, 'a number from 0 to 1', 'null'],
    ['timeoutMs', 99, 'an integer from 100 to 60000', '99'],
    ['timeoutMs', 60_001, 'an integer from 100 to 60000', '60001'],
    ['timeoutMs', 1_000.5, 'an integer from 100 to 60000', '1000.5'],
    ['timeoutMs', Number.POSITIVE_INFINITY, 'an integer from 100 to 60000', 'Infinity'],
    ['timeoutMs', '15000', 'an integer from 100 to 60000', '"15000"'],
    ['concurrency', 0, 'an integer from 1 to 1000', '0'],
    ['concurrency', 1_001, 'an integer from 1 to 1000', '1001'],
    ['concurrency', 1.5, 'an integer from 1 to 1000', '1.5'],
    ['concurrency', Number.NaN, 'an integer from 1 to 1000', 'NaN'],
    ['concurrency', null, 'an integer from 1 to 1000', 'null'],
  ])('refuses %s %d', (field, value, wanted, shown) => {
    const error = refusalOf(() => parsePartnerPolicy({ [field]: value }), 'invalid_policy');
    expect(error.message).toBe(`partner policy.${field} must be ${wanted}. Received: ${shown}`);
  });

  it.each([
    ['an unknown preset', 'fast', '"fast"'],
    ['a member of objects', 'constructor', '"constructor"'],
    ['a number', 5, '5'],
    ['null', null, 'null'],
    ['a zero', [0, 1], 'an array of 2'],
    ['a negative number', [-1], 'an array of 1'],
    ['a fraction', [1.5], 'an array of 1'],
    ['not a number', [Number.NaN], 'an array of 1'],
    ['text', ['5000'], 'an array of 1'],
    ['falling numbers', [2, 1], 'an array of 2'],
    ['equal numbers', [1, 1], 'an array of 2'],
    ['more than 30 days', [30 * 24 * 3_600_000 + 1], 'an array of 1'],
    ['51 numbers', Array.from({ length: 51 }, (_, index) => index + 1), 'an array of 51'],
  ])('refuses a schedule of %s', (_, schedule, shown) => {
    const error = refusalOf(() => parsePartnerPolicy({ schedule }), 'invalid_policy');
    expect(error.message).toBe(
      `partner policy.schedule must be 'standard', 'patient' or at most 50 rising milliseconds up to 30 days. Received: ${shown}`,
    );
  });
});

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
    [{ requestsPerSecond: undefined, deliveryControl: undefined, responseSnippetBytes: undefined }],
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
    ['requestsPerSecond', 0.1],
    ['requestsPerSecond', 10_000],
    ['responseSnippetBytes', 1_024],
  ])('takes %s at its bound %d', (field, value) => {
    expect(parsePartnerPolicy({ [field]: value })).toEqual({ ...defaults, [field]: value });
  });

  it.each([
    [{ failures: 1 }, { failures: 1, probeMs: 60_000 }],
    [{ failures: 10_000 }, { failures: 10_000, probeMs: 60_000 }],
    [{ probeMs: 1_000 }, { failures: 20, probeMs: 1_000 }],
    [{ probeMs: 3_600_000 }, { failures: 20, probeMs: 3_600_000 }],
    [{}, { failures: 20, probeMs: 60_000 }],
    [undefined, { failures: 20, probeMs: 60_000 }],
    [false, undefined],
  ])('takes the breaker %j', (breaker, resolved) => {
    expect(parsePartnerPolicy({ breaker })).toEqual({ ...defaults, breaker: resolved });
  });

  it.each([
    ['null', null],
    ['true', true],
    ['a list', [1]],
    ['text', 'off'],
  ])('refuses a breaker that is %s, and says what it may be', (_, breaker) => {
    const error = refusalOf(() => parsePartnerPolicy({ breaker }), 'invalid_policy');
    expect(error.message).toContain(
      'partner policy.breaker must be false, or { failures: 1 to 10000, probeMs: 1000 to 3600000 }, both integers. Received: ',
    );
  });

  it.each([
    [{ failures: 0 }, '.failures must be an integer from 1 to 10000. Received: 0'],
    [{ failures: 10_001 }, '.failures must be an integer from 1 to 10000. Received: 10001'],
    [{ failures: 1.5 }, '.failures must be an integer from 1 to 10000. Received: 1.5'],
    [{ probeMs: '60000' }, '.probeMs must be an integer from 1000 to 3600000. Received: "60000"'],
    [{ probeMs: 999 }, '.probeMs must be an integer from 1000 to 3600000. Received: 999'],
    [{ probeMs: 3_600_001 }, '.probeMs must be an integer from 1000 to 3600000. Received: 3600001'],
    [{ failures: 3, probeMS: 1_000 }, ' has an unknown option: "probeMS"'],
  ])('refuses the breaker %j', (breaker, message) => {
    const error = refusalOf(() => parsePartnerPolicy({ breaker }), 'invalid_policy');
    expect(error.message).toBe(`partner policy.breaker${message}`);
  });

  it('lets partners say stop when it is told to', () => {
    const policy = { ...defaults, deliveryControl: true };
    expect(parsePartnerPolicy({ deliveryControl: true })).toEqual(policy);
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
    ['requestsPerSecond', 0, 'a number from 0.1 to 10000', '0'],
    ['requestsPerSecond', 0.09, 'a number from 0.1 to 10000', '0.09'],
    ['requestsPerSecond', 10_001, 'a number from 0.1 to 10000', '10001'],
    ['requestsPerSecond', Number.POSITIVE_INFINITY, 'a number from 0.1 to 10000', 'Infinity'],
    ['requestsPerSecond', null, 'a number from 0.1 to 10000', 'null'],
    ['responseSnippetBytes', -1, 'an integer from 0 to 1024', '-1'],
    ['responseSnippetBytes', 1_025, 'an integer from 0 to 1024', '1025'],
    ['responseSnippetBytes', 0.5, 'an integer from 0 to 1024', '0.5'],
    ['deliveryControl', 1, 'true or false', '1'],
    ['deliveryControl', 'yes', 'true or false', '"yes"'],
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

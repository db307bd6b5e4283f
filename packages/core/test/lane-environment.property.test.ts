import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeLaneEnvironment, type LaneEnvironment, parseLaneEnvironment } from '../src/index.ts';
import { refusalOf } from './refusal.ts';

const text = fc.string({ minLength: 1, maxLength: 40 });
const environments: fc.Arbitrary<LaneEnvironment> = fc.record(
  {
    stage: text,
    partnerId: text,
    queueUrl: text,
    deadLetterQueueUrl: text,
    resultsQueueUrl: text,
    secretParameter: text,
    processes: fc.integer({ min: 1, max: 1_000 }),
    policy: fc.record(
      {
        schedule: fc.constantFrom('standard' as const, 'patient' as const),
        timeoutMs: fc.integer({ min: 100, max: 60_000 }),
        breaker: fc.constant(false as const),
      },
      { requiredKeys: [] },
    ),
    egress: fc.constantFrom(
      { allowHttp: true },
      { ports: [443, 9_443] },
      { ports: 'any' as const },
    ),
  },
  {
    requiredKeys: [
      'stage',
      'partnerId',
      'queueUrl',
      'deadLetterQueueUrl',
      'resultsQueueUrl',
      'secretParameter',
      'processes',
      'policy',
    ],
  },
);

describe('the environment of a lane', () => {
  it('reads what it wrote, whatever else is set', () => {
    fc.assert(
      fc.property(environments, (lane) => {
        const environment = { ...encodeLaneEnvironment(lane), AWS_REGION: 'eu-west-1' };
        expect(parseLaneEnvironment(environment)).toEqual(lane);
      }),
    );
  });

  const lane: LaneEnvironment = {
    stage: 'prod',
    partnerId: 'acme',
    queueUrl: 'q',
    deadLetterQueueUrl: 'd',
    resultsQueueUrl: 'r',
    secretParameter: '/s',
    processes: 2,
    policy: {},
  };

  it.each([
    ['HOOKLANE_QUEUE_URL', undefined, 'environment.HOOKLANE_QUEUE_URL is not set'],
    ['HOOKLANE_QUEUE_URL', '', 'environment.HOOKLANE_QUEUE_URL is empty'],
    ['HOOKLANE_PROCESSES', '0', 'environment.HOOKLANE_PROCESSES must be an integer from 1 to 9999'],
    ['HOOKLANE_PROCESSES', '2.5', 'environment.HOOKLANE_PROCESSES must be an integer'],
    ['HOOKLANE_POLICY', '{', 'environment.HOOKLANE_POLICY is not JSON'],
    ['HOOKLANE_EGRESS', 'yes', 'environment.HOOKLANE_EGRESS is not JSON'],
  ])('refuses %s=%s', (name, value, message) => {
    const environment = { ...encodeLaneEnvironment(lane), [name]: value };
    const error = refusalOf(() => parseLaneEnvironment(environment), 'invalid_environment');
    expect(error.message).toContain(message);
  });

  it('judges the policy and the egress policy as everywhere', () => {
    const environment = encodeLaneEnvironment(lane);
    const bad = { ...environment, HOOKLANE_POLICY: '{"timeoutMs":1}' };
    refusalOf(() => parseLaneEnvironment(bad), 'invalid_policy');
    const closed = { ...environment, HOOKLANE_EGRESS: '{"ports":0}' };
    refusalOf(() => parseLaneEnvironment(closed), 'invalid_options');
  });
});

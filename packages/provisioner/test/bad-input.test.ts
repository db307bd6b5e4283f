import { isHooklaneError } from '@hooklane/core';
import { describe, expect, it } from 'vitest';
import {
  deletePartner,
  listPartners,
  planPartner,
  provisionPartner,
  provisionPlatform,
} from '../src/index.ts';

const partner = { partnerId: 'acme', compute: { kind: 'worker' } };
const options = { stage: 'test', clients: { sqs: { send: refuseToSend } } };

// What callers without types may hand in.
const provision = provisionPartner as (partner?: unknown, options?: unknown) => Promise<unknown>;
const plan = planPartner as typeof provision;
const remove = deletePartner as (partnerId?: unknown, options?: unknown) => Promise<unknown>;
const list = listPartners as (options?: unknown) => Promise<unknown>;
const platform = provisionPlatform as (platform?: unknown, options?: unknown) => Promise<unknown>;

describe.each([
  ['provisionPartner', provision],
  ['planPartner', plan],
])('%s', (callee, call) => {
  it.each([
    [undefined, 'invalid_partner', 'partner must be an object. Received: undefined'],
    [null, 'invalid_partner', 'Received: null'],
    ['acme', 'invalid_partner', 'Received: "acme"'],
    [[partner], 'invalid_partner', 'Received: an array of 1'],
    [{ ...partner, name: 'ACME' }, 'invalid_partner', 'has an unknown option: "name"'],
    [{ ...partner, partnerId: undefined }, 'invalid_partner_id', 'Received: undefined'],
    [{ ...partner, partnerId: 'ACME' }, 'invalid_partner_id', 'Received: "ACME"'],
    [{ ...partner, partnerId: 'acme-dlq' }, 'invalid_partner_id', 'Received: "acme-dlq"'],
    [{ ...partner, partnerId: 'results' }, 'invalid_partner_id', 'Received: "results"'],
    [{ ...partner, partnerId: 'a'.repeat(41) }, 'invalid_partner_id', 'Received: "aaa'],
    [
      { partnerId: 'acme' },
      'invalid_partner',
      "compute must be { kind: 'lambda' } or { kind: 'worker' }. Received: undefined",
    ],
    [{ ...partner, compute: 'worker' }, 'invalid_partner', 'Received: "worker"'],
    [{ ...partner, compute: { kind: 'ec2' } }, 'invalid_partner', 'compute.kind must be { kind'],
    [{ ...partner, compute: { kind: 'worker', size: 2 } }, 'invalid_partner', 'option: "size"'],
    [{ ...partner, policy: 'patient' }, 'invalid_policy', 'Received: "patient"'],
    [{ ...partner, policy: { jitter: 2 } }, 'invalid_policy', 'Received: 2'],
    [{ ...partner, policy: { retries: 3 } }, 'invalid_policy', 'option: "retries"'],
    [{ ...partner, retentionDays: 0 }, 'invalid_partner', 'from 1 to 13. Received: 0'],
    [{ ...partner, retentionDays: 14 }, 'invalid_partner', 'from 1 to 13. Received: 14'],
    [{ ...partner, retentionDays: 2.5 }, 'invalid_partner', 'from 1 to 13. Received: 2.5'],
    [{ ...partner, retentionDays: Number.NaN }, 'invalid_partner', 'from 1 to 13. Received: NaN'],
    [{ ...partner, retentionDays: '10' }, 'invalid_partner', 'from 1 to 13. Received: "10"'],
    [{ ...partner, retentionDays: null }, 'invalid_partner', 'from 1 to 13. Received: null'],
  ])('refuses the partner %j', async (bad, code, shown) => {
    await expectRefusal(call(bad, options), code, shown);
  });

  it.each(badOptions())('refuses the options %j', async (bad, code, shown) => {
    await expectRefusal(call(partner, bad), code, shown.replace('CALLEE', callee));
  });
});

describe('provisionPartner', () => {
  it.each([
    ['the default schedule', {}, 1, '1.1'],
    ['a partner that asks for a day', { schedule: [1_000], jitter: 0 }, 1, '1'],
    ['a gap of twelve days', { schedule: [12 * 86_400_000], jitter: 0 }, 12, '12'],
    ['a gap with jitter', { schedule: [86_400_000 * 8], jitter: 0.5 }, 10, '12'],
  ])('refuses a retention in which %s would lose hooks', async (_, policy, days, shown) => {
    await expectRefusal(
      provision({ ...partner, policy, retentionDays: days }, options),
      'invalid_partner',
      `partner.retentionDays must be more than ${shown}, the days that a hook may wait for its next attempt. Received: ${days}.`,
    );
  });
});

describe('a lane with a function', () => {
  it('refuses more functions than its partner takes requests', async () => {
    await expectRefusal(
      provision(
        { partnerId: 'acme', compute: { kind: 'lambda' }, policy: { concurrency: 1 } },
        options,
      ),
      'invalid_partner',
      "partner.compute.maximumConcurrency must be at most policy.concurrency, which is 1: so many functions make as many requests at the same time. Received: 2. For one request at a time take compute: { kind: 'worker' }",
    );
  });
});

describe('deletePartner', () => {
  it.each([undefined, null, '', 'ACME', 'acme-dlq', 'results', { partnerId: 'acme' }])(
    'refuses the partner id %j',
    async (bad) => {
      await expectRefusal(remove(bad, options), 'invalid_partner_id', 'Received: ');
    },
  );

  it.each([
    ...badOptions(),
    [
      { ...options, force: 'yes' },
      'invalid_options',
      'options.force must be true or false. Received: "yes"',
    ],
    [{ ...options, force: 1 }, 'invalid_options', 'Received: 1'],
  ])('refuses the options %j', async (bad, code, shown) => {
    await expectRefusal(remove('acme', bad), code, shown.replace('CALLEE', 'deletePartner'));
  });
});

describe('listPartners', () => {
  it.each(badOptions())('refuses the options %j', async (bad, code, shown) => {
    await expectRefusal(list(bad), code, shown.replace('CALLEE', 'listPartners'));
  });
});

describe('provisionPlatform', () => {
  it.each([
    [undefined, 'invalid_platform', 'platform must be an object. Received: undefined'],
    ['test', 'invalid_platform', 'Received: "test"'],
    [{ stage: 'test', region: 'eu' }, 'invalid_platform', 'unknown option: "region"'],
    [{}, 'invalid_stage', 'Received: undefined'],
    [{ stage: 'Prod' }, 'invalid_stage', 'Received: "Prod"'],
  ])('refuses the platform %j', async (bad, code, shown) => {
    await expectRefusal(platform(bad, options), code, shown);
  });

  it.each([
    [null, 'Received: null'],
    [{ stage: 'test' }, 'unknown option: "stage"'],
    [{ clock: Date }, 'options.clock must be a clock'],
  ])('refuses the options %j', async (bad, shown) => {
    await expectRefusal(platform({ stage: 'test' }, bad), 'invalid_options', shown);
  });
});

function badOptions(): [unknown, string, string][] {
  return [
    [undefined, 'invalid_options', 'CALLEE options must be an object. Received: undefined'],
    [null, 'invalid_options', 'Received: null'],
    ['test', 'invalid_options', 'Received: "test"'],
    [
      { ...options, region: 'eu' },
      'invalid_options',
      'CALLEE options has an unknown option: "region"',
    ],
    [{}, 'invalid_stage', 'Received: undefined'],
    [{ ...options, stage: 'Prod' }, 'invalid_stage', 'Received: "Prod"'],
    [{ ...options, stage: 'a'.repeat(11) }, 'invalid_stage', 'Received: "aaaaaaaaaaa"'],
    [{ ...options, stage: 'a-b' }, 'invalid_stage', 'Received: "a-b"'],
    [
      { ...options, clients: 5 },
      'invalid_options',
      'options.clients must be an object of AWS SDK clients: sqs, lambda',
    ],
    [{ ...options, clients: { s3: {} } }, 'invalid_options', 'options.clients must be'],
    [{ ...options, clients: { lambda: {} } }, 'invalid_options', 'options.clients must be'],
    [{ ...options, quotas: 1 }, 'invalid_options', 'options.quotas must be true or false'],
    [
      { ...options, clients: { sqs: {} } },
      'invalid_options',
      'options.clients must be an object of AWS SDK clients',
    ],
    [
      { ...options, clock: 5 },
      'invalid_options',
      'options.clock must be a clock with now() and sleep(). Received: 5',
    ],
    [{ ...options, clock: { now: Date.now } }, 'invalid_options', 'options.clock must be'],
    [
      { ...options, signal: new AbortController() },
      'invalid_options',
      'options.signal must be an AbortSignal',
    ],
    [
      { ...options, onProgress: true },
      'invalid_options',
      'options.onProgress must be a function. Received: true',
    ],
  ];
}

async function expectRefusal(call: Promise<unknown>, code: string, shown: string): Promise<void> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(isHooklaneError(error, code), String(error)).toBe(true);
  expect((error as Error).message).toContain(shown);
}

function refuseToSend(): never {
  throw new Error('Input is checked before anything is sent');
}

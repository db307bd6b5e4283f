import { createFakeClock } from '@hooklane/core/testing';
import { describe, expect, it } from 'vitest';
import { createAws } from '../src/aws/aws.ts';
import { laneResources } from '../src/lane-resources.ts';
import { parsePartner } from '../src/partner-config.ts';
import { type LanePlan, planTasks } from '../src/plan.ts';
import type { Found, Resource } from '../src/resource.ts';
import { siteBeside } from '../src/site.ts';
import { wantLane } from '../src/wanted-lane.ts';

const partner = parsePartner({ partnerId: 'acme', compute: { kind: 'worker' } });
const lane = 'hooklane-test-acme';
const deadLetters = 'hooklane-test-acme-dlq';

describe('planLane', () => {
  it('creates the dead-letter queue, then the lane, then lets the lane redrive', () => {
    expect(planLane('test', partner, new Map())).toEqual({
      stage: 'test',
      partnerId: 'acme',
      steps: [
        {
          kind: 'create',
          resource: 'dead-letter-queue',
          name: deadLetters,
          settings: { retentionSeconds: 1_209_600, receiveWaitSeconds: 20, isEncrypted: true },
          tags: {
            'hooklane:stage': 'test',
            'hooklane:partner': 'acme',
            'hooklane:compute': 'worker',
            'hooklane:spec': expect.stringMatching(/^[0-9a-f]{16}$/),
          },
        },
        {
          kind: 'create',
          resource: 'lane-queue',
          name: lane,
          settings: {
            // Six times the worst batch: one round of 15 s and ten more to settle.
            visibilityTimeoutSeconds: 150,
            retentionSeconds: 864_000,
            receiveWaitSeconds: 20,
            isEncrypted: true,
            // Three holds for the longest gap of 26.4 hours, and ten receives to spare.
            redrive: { deadLetterQueue: deadLetters, maxReceiveCount: 12 },
          },
          tags: {
            'hooklane:stage': 'test',
            'hooklane:partner': 'acme',
            'hooklane:compute': 'worker',
            'hooklane:spec': expect.stringMatching(/^[0-9a-f]{16}$/),
          },
        },
        {
          kind: 'create',
          resource: 'redrive-allow-policy',
          name: deadLetters,
          settings: { redriveFrom: lane },
          tags: {},
        },
      ],
    });
  });

  it('keeps what is as it should be', () => {
    expect(planLane('test', partner, foundLane()).steps).toEqual([
      { kind: 'keep', resource: 'dead-letter-queue', name: deadLetters },
      { kind: 'keep', resource: 'lane-queue', name: lane },
      { kind: 'keep', resource: 'redrive-allow-policy', name: deadLetters },
    ]);
  });

  it('plans no more than what differs, and the hash of what is wanted', () => {
    const slower = parsePartner({ ...input, policy: { timeoutMs: 30_000 } });
    const steps = planLane('test', slower, foundLane()).steps;
    expect(steps.map(({ kind }) => kind)).toEqual(['keep', 'update', 'keep']);
    expect(steps[1]).toEqual({
      kind: 'update',
      resource: 'lane-queue',
      name: lane,
      settings: { visibilityTimeoutSeconds: 240 },
      tags: { 'hooklane:spec': expect.any(String) },
    });
  });

  it('sets right what somebody changed by hand', () => {
    const found = foundLane({
      [lane]: { settings: { redrive: { deadLetterQueue: 'elsewhere', maxReceiveCount: 1 } } },
      [deadLetters]: { settings: { isEncrypted: false, redriveFrom: 'stranger' } },
    });
    expect(planLane('test', partner, found).steps).toEqual([
      update('dead-letter-queue', deadLetters, { isEncrypted: true }),
      update('lane-queue', lane, {
        redrive: { deadLetterQueue: deadLetters, maxReceiveCount: 12 },
      }),
      update('redrive-allow-policy', deadLetters, { redriveFrom: lane }),
    ]);
  });

  it('writes the hash anew where it is missing, and leaves foreign tags alone', () => {
    const found = foundLane({
      [lane]: { tags: { 'hooklane:spec': '', 'cost-centre': '42' } },
    });
    expect(planLane('test', partner, found).steps[1]).toMatchObject({
      kind: 'update',
      settings: {},
      tags: { 'hooklane:spec': expect.stringMatching(/./) },
    });
  });

  it.each([
    [
      'no tags',
      { 'hooklane:stage': '', 'hooklane:partner': '' },
      'hooklane:stage=, hooklane:partner=',
    ],
    ['another stage', { 'hooklane:stage': 'prod' }, 'hooklane:stage=prod, hooklane:partner=acme'],
    [
      'another partner',
      { 'hooklane:partner': 'globex' },
      'hooklane:stage=test, hooklane:partner=globex',
    ],
  ])('refuses a queue that carries %s', (_, tags, shown) => {
    for (const name of [lane, deadLetters]) {
      expect(() => planLane('test', partner, foundLane({ [name]: { tags } }))).toThrow(
        expect.objectContaining({
          code: 'lane_conflict',
          message: expect.stringMatching(
            new RegExp(`^Queue ${name} exists.*Received: ${shown}\\.`),
          ),
        }),
      );
    }
  });
});

const input = { partnerId: 'acme', compute: { kind: 'worker' } } as const;

function update(resource: string, name: string, settings: object): object {
  return { kind: 'update', resource, name, settings, tags: {} };
}

type FoundQueues = ReadonlyMap<string, Found>;
type Drift = Readonly<Record<string, Partial<Found>>>;

/** A lane as the plan for an empty account would leave it, and what has changed on it since. */
function foundLane(drift: Drift = {}): FoundQueues {
  const found = new Map<string, Found>();
  for (const step of planLane('test', partner, new Map()).steps) {
    if (step.kind !== 'create') continue;
    const { name } = step;
    const before = found.get(name);
    found.set(name, {
      settings: { ...before?.settings, ...step.settings, ...drift[name]?.settings },
      tags: { ...before?.tags, ...step.tags, ...drift[name]?.tags },
    });
  }
  return found;
}

/** Plans a worker's lane in an account that holds these queues. */
function planLane(
  stage: string,
  planned: ReturnType<typeof parsePartner>,
  queues: FoundQueues,
): LanePlan {
  const { partnerId } = planned;
  const clock = createFakeClock();
  const options = { clients: undefined, clock, random: () => 0, quotas: false, signal: undefined };
  const context = { aws: createAws(options), clock, signal: undefined, report: () => {} };
  const results = `hooklane-${stage}-results`;
  const url = `https://sqs.example/1/${results}`;
  const site = siteBeside(stage, results, { url, arn: `arn:aws:sqs:us-east-1:1:${results}` });
  const resources = laneResources({ stage, partnerId, site }, undefined, context);
  const { deadLetterQueue, queue, redriveAllow } = resources;
  const found = new Map<Resource, Found>();
  for (const resource of [deadLetterQueue, queue]) {
    const one = queues.get(resource.name);
    if (one !== undefined) found.set(resource, one);
  }
  const deadLetterSettings = queues.get(deadLetterQueue.name)?.settings;
  if (deadLetterSettings) found.set(redriveAllow, { settings: deadLetterSettings });
  const wanted = wantLane(resources, planned, {
    site,
    hasFunction: false,
    isDisabled: false,
    visibilityTimeoutSeconds: undefined,
  });
  const steps = planTasks({ stage, partnerId }, wanted, found).map(({ step }) => step);
  return { stage, partnerId, steps };
}

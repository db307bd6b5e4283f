import { sqsError } from '@hooklane/queue/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { deletePartner, listPartners, planPartner, provisionPartner } from '../src/index.ts';
import {
  type AccountUnderTest,
  countWrites,
  createAccount,
  makeQueue,
  snapshotAccount,
  snapshotQueue,
} from './account-under-test.ts';

const partner = { partnerId: 'acme', compute: { kind: 'worker' } } as const;
const lane = 'hooklane-test-acme';
const deadLetters = 'hooklane-test-acme-dlq';
const arnPrefix = 'arn:aws:sqs:us-east-1:123456789012:';
const owned = { 'hooklane:stage': 'test', 'hooklane:partner': 'acme' };

describe('provisionPartner', () => {
  it('makes a lane and its dead-letter queue, and says where they are', async () => {
    const { options, sqs } = await createAccount();
    expect(await provisionPartner(partner, options)).toEqual({
      partnerId: 'acme',
      stage: 'test',
      compute: { kind: 'worker' },
      queueUrl: `https://sqs.us-east-1.amazonaws.com/123456789012/${lane}`,
      queueArn: `${arnPrefix}${lane}`,
      deadLetterQueueUrl: `https://sqs.us-east-1.amazonaws.com/123456789012/${deadLetters}`,
      deadLetterQueueArn: `${arnPrefix}${deadLetters}`,
    });
    expect(await snapshotAccount(sqs)).toEqual({
      [lane]: {
        attributes: expect.objectContaining({
          VisibilityTimeout: '150',
          MessageRetentionPeriod: '864000',
          ReceiveMessageWaitTimeSeconds: '20',
          SqsManagedSseEnabled: 'true',
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: `${arnPrefix}${deadLetters}`,
            maxReceiveCount: 12,
          }),
        }),
        tags: { ...owned, 'hooklane:compute': 'worker', 'hooklane:spec': expect.any(String) },
      },
      [deadLetters]: {
        attributes: expect.objectContaining({
          MessageRetentionPeriod: '1209600',
          ReceiveMessageWaitTimeSeconds: '20',
          SqsManagedSseEnabled: 'true',
          RedriveAllowPolicy: JSON.stringify({
            redrivePermission: 'byQueue',
            sourceQueueArns: [`${arnPrefix}${lane}`],
          }),
        }),
        tags: { ...owned, 'hooklane:compute': 'worker', 'hooklane:spec': expect.any(String) },
      },
    });
  });

  it('tags in the call that creates', async () => {
    const { options, sqs } = await createAccount();
    await provisionPartner(partner, options);
    expect(sqs.requests).toMatchObject({ CreateQueue: 2, SetQueueAttributes: 1, TagQueue: 0 });
  });

  it('writes nothing when run again', async () => {
    const { options, sqs, events } = await createAccount();
    const first = await provisionPartner(partner, options);
    const writes = countWrites(sqs);
    events.length = 0;
    expect(await provisionPartner(partner, options)).toEqual(first);
    expect(countWrites(sqs)).toBe(writes);
    expect(events.map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged', 'unchanged']);
  });

  it('changes no more than what another policy changes', async () => {
    const { options, sqs, faults, events } = await createAccount();
    await provisionPartner(partner, options);
    events.length = 0;
    const written: object[] = [];
    faults.before = (action, input) => {
      if (action === 'SetQueueAttributes' || action === 'TagQueue') written.push(input);
    };
    await provisionPartner(
      { ...partner, policy: { timeoutMs: 30_000 }, retentionDays: 5 },
      options,
    );
    expect(written).toEqual([
      {
        QueueUrl: expect.stringMatching(/acme$/),
        Attributes: { VisibilityTimeout: '240', MessageRetentionPeriod: '432000' },
      },
      {
        QueueUrl: expect.stringMatching(/acme$/),
        Tags: { 'hooklane:spec': expect.any(String) },
      },
    ]);
    expect(events).toContainEqual({
      kind: 'updated',
      resource: 'lane-queue',
      name: lane,
      changed: ['visibilityTimeoutSeconds', 'retentionSeconds', 'hooklane:spec'],
    });
    expect(countWrites(sqs)).toBe(5);
  });

  it('adopts queues that carry its tags, whatever else is wrong with them', async () => {
    const fresh = await createAccount();
    await provisionPartner(partner, fresh.options);
    const { options, sqs } = await createAccount();
    await makeQueue(sqs, deadLetters, owned, { MessageRetentionPeriod: '60' });
    await makeQueue(sqs, lane, { ...owned, team: 'billing' }, { DelaySeconds: '0' });
    await provisionPartner(partner, options);
    expect(await snapshotQueue(deadLetters, sqs)).toEqual(
      await snapshotQueue(deadLetters, fresh.sqs),
    );
    const { attributes, tags } = await snapshotQueue(lane, fresh.sqs);
    expect(await snapshotQueue(lane, sqs)).toEqual({
      attributes,
      tags: { ...tags, team: 'billing' },
    });
  });

  it.each([lane, deadLetters])('refuses %s without its tags, and changes nothing', async (name) => {
    const { options, sqs } = await createAccount();
    await makeQueue(sqs, name);
    const before = await snapshotAccount(sqs);
    await expect(provisionPartner(partner, options)).rejects.toMatchObject({
      code: 'lane_conflict',
      message: `Queue ${name} exists, but its tags do not say that it is Hooklane's for this owner: they must be hooklane:stage=test and hooklane:partner=acme. Received: no hooklane tags. Nothing was changed on it. Delete it, or set these tags on it to hand it over to Hooklane`,
    });
    expect(await snapshotAccount(sqs)).toEqual(before);
  });

  it('reports what it does, in order', async () => {
    const { options, events } = await createAccount();
    await provisionPartner(partner, options);
    expect(events).toEqual([
      { kind: 'created', resource: 'dead-letter-queue', name: deadLetters },
      { kind: 'created', resource: 'lane-queue', name: lane },
      { kind: 'created', resource: 'redrive-allow-policy', name: deadLetters },
    ]);
  });

  it('leaves what it was given as it was', async () => {
    const { options } = await createAccount();
    const frozen = Object.freeze({
      ...partner,
      compute: Object.freeze({ ...partner.compute }),
      policy: Object.freeze({ schedule: Object.freeze([1_000, 2_000]) }),
    });
    await provisionPartner(frozen, Object.freeze({ ...options }));
  });

  it('provisions the lanes of many partners at the same time', async () => {
    const { options } = await createAccount();
    const partnerIds = Array.from({ length: 30 }, (_, index) => `partner-${index}`);
    await Promise.all(
      partnerIds.map((partnerId) => provisionPartner({ ...partner, partnerId }, options)),
    );
    expect((await listPartners(options)).map(({ partnerId }) => partnerId)).toEqual(
      partnerIds.toSorted((a, b) => (a < b ? -1 : 1)),
    );
  });

  it('ends with one lane when two runs for one partner overlap', async () => {
    const { options, sqs } = await createAccount();
    const [one, other] = await Promise.all([
      provisionPartner(partner, options),
      provisionPartner(partner, options),
    ]);
    expect(one).toEqual(other);
    expect((await planPartner(partner, options)).steps.every(({ kind }) => kind === 'keep')).toBe(
      true,
    );
    expect(Object.keys(await snapshotAccount(sqs))).toEqual([lane, deadLetters]);
  });
});

describe('provisionPartner after a deletion', () => {
  it('waits until SQS gives the name free, and says so', async () => {
    const account = await createAccount();
    await deleteLane(account);
    account.events.length = 0;
    const provisioning = provisionPartner(partner, account.options);
    await account.clock.advance(59_000);
    expect(account.sqs.requests.CreateQueue).toBeGreaterThan(2);
    expect(await listPartners(account.options)).toEqual([]);
    await account.clock.advance(11_000);
    await provisioning;
    expect(account.events[0]).toEqual({
      kind: 'waiting',
      resource: 'dead-letter-queue',
      name: deadLetters,
      reason: 'deleted_recently',
      waitMs: 10_000,
    });
  });

  it('gives up when the name is not free after 70 seconds', async () => {
    const { options, faults, clock } = await createAccount();
    faults.before = (action) => {
      if (action === 'CreateQueue') throw sqsError('QueueDeletedRecently');
    };
    const provisioning = expect(provisionPartner(partner, options)).rejects.toMatchObject({
      name: 'QueueDeletedRecently',
    });
    await clock.advance(70_000);
    await provisioning;
  });

  it('stops waiting when the signal aborts', async () => {
    const account = await createAccount();
    await deleteLane(account);
    const controller = new AbortController();
    const provisioning = provisionPartner(partner, {
      ...account.options,
      signal: controller.signal,
    });
    await account.clock.advance(15_000);
    controller.abort(new Error('enough'));
    await expect(provisioning).rejects.toThrow('enough');
    expect(account.clock.sleeping).toBe(0);
  });
});

describe('provisionPartner when answers get lost', () => {
  it('finds the queue that a create without an answer has made', async () => {
    const { options, faults, sqs } = await createAccount();
    faults.after = (action) => {
      if (action === 'CreateQueue') throw timeOut();
    };
    await provisionPartner(partner, options);
    expect(sqs.requests.CreateQueue).toBe(2);
    delete faults.after;
    expect((await planPartner(partner, options)).steps.every(({ kind }) => kind === 'keep')).toBe(
      true,
    );
  });

  it('passes the error on when the queue is not there', async () => {
    const { options, faults } = await createAccount();
    faults.before = (action) => {
      if (action === 'CreateQueue') throw timeOut();
    };
    await expect(provisionPartner(partner, options)).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  it('passes a refusal on without looking again', async () => {
    const { options, faults, sqs } = await createAccount();
    faults.before = (action) => {
      if (action === 'CreateQueue') throw sqsError('AccessDenied');
    };
    await expect(provisionPartner(partner, options)).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    // Its platform, and the two queues of the lane.
    expect(sqs.requests.GetQueueUrl).toBe(3);
  });

  it('updates a queue that came up with other attributes since it looked', async () => {
    const { options, faults, sqs, events } = await createAccount();
    faults.before = async (action) => {
      if (action !== 'CreateQueue') return;
      delete faults.before;
      await makeQueue(sqs, deadLetters, owned, { MessageRetentionPeriod: '60' });
    };
    await provisionPartner(partner, options);
    expect(events[0]).toMatchObject({
      kind: 'updated',
      resource: 'dead-letter-queue',
      changed: expect.arrayContaining(['retentionSeconds', 'hooklane:spec']),
    });
    const { attributes } = await snapshotQueue(deadLetters, sqs);
    expect(attributes).toMatchObject({ MessageRetentionPeriod: '1209600' });
  });

  it.each([
    [
      'the same attributes',
      { MessageRetentionPeriod: '1209600', ReceiveMessageWaitTimeSeconds: '20' },
    ],
    ['other attributes', { MessageRetentionPeriod: '60' }],
  ])('refuses a queue with %s that a stranger made since it looked', async (_, attributes) => {
    const { options, faults, sqs, clock } = await createAccount();
    faults.before = async (action) => {
      if (action !== 'CreateQueue') return;
      delete faults.before;
      await makeQueue(sqs, deadLetters, {}, attributes);
    };
    const refused = expect(provisionPartner(partner, options)).rejects.toMatchObject({
      code: 'lane_conflict',
    });
    await clock.advance(10_000);
    await refused;
  });

  it('knows the errors of SQS by their prefixed names, too', async () => {
    const { options, faults } = await createAccount();
    faults.before = (action, input) => {
      if (action !== 'GetQueueUrl' || isOfPlatform(input)) return;
      throw sqsError('AWS.SimpleQueueService.NonExistentQueue');
    };
    expect((await planPartner(partner, options)).steps[0]?.kind).toBe('create');
  });
});

describe('provisionPartner while SQS does not show a new queue yet', () => {
  it('looks again after a second', async () => {
    const { options, faults, clock } = await createAccount();
    faults.after = (action, input) => {
      if (action !== 'GetQueueUrl' || isOfPlatform(input)) return;
      delete faults.after;
      throw sqsError('QueueDoesNotExist');
    };
    const provisioning = provisionPartner(partner, options);
    await clock.advance(999);
    expect(clock.sleeping).toBe(1);
    await clock.advance(1);
    expect((await provisioning).queueArn).toBe(`${arnPrefix}${lane}`);
  });

  it('says so when it never shows', async () => {
    const { options, faults, clock } = await createAccount();
    faults.before = (action, input) => {
      if (action !== 'GetQueueUrl' || isOfPlatform(input)) return;
      throw sqsError('QueueDoesNotExist');
    };
    const refused = expect(provisionPartner(partner, options)).rejects.toMatchObject({
      code: 'queue_not_visible',
      message: `Queue ${deadLetters} was created, but after 10 looks SQS still does not show it. Run again`,
    });
    await clock.advance(10_000);
    await refused;
  });
});

describe('provisionPartner with a signal', () => {
  it('sends nothing when it has aborted before', async () => {
    const { options, sqs } = await createAccount();
    const signal = AbortSignal.abort(new Error('before'));
    await expect(provisionPartner(partner, { ...options, signal })).rejects.toThrow('before');
    expect(Object.values(sqs.requests).every((count) => count === 0)).toBe(true);
  });

  it('stops after the step during which it aborts', async () => {
    const { options, sqs } = await createAccount();
    const controller = new AbortController();
    onTestFinished(() => controller.abort());
    const provisioning = provisionPartner(partner, {
      ...options,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(provisioning).rejects.toThrow('enough');
    expect(Object.keys(await snapshotAccount(sqs))).toEqual([deadLetters]);
  });
});

describe('planPartner', () => {
  it('says what would be done, without doing it', async () => {
    const { options, sqs } = await createAccount();
    const plan = await planPartner(partner, options);
    expect(plan.steps.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      `create ${deadLetters}`,
      `create ${lane}`,
      `create ${deadLetters}`,
    ]);
    expect(countWrites(sqs)).toBe(0);
  });
});

function isOfPlatform(input: object): boolean {
  return JSON.stringify(input).includes('results');
}

async function deleteLane({ options }: AccountUnderTest): Promise<void> {
  await provisionPartner(partner, options);
  await deletePartner('acme', { ...options, recountMs: 0 });
}

function timeOut(): Error {
  return Object.assign(new Error('The answer did not come'), { name: 'TimeoutError' });
}

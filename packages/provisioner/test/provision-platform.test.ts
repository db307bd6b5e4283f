import { describe, expect, it } from 'vitest';
import { provisionPlatform } from '../src/index.ts';
import { countWrites, createEmptyAccount, makeQueue, snapshotQueue } from './account-under-test.ts';

const results = 'hooklane-test-results';

describe('provisionPlatform', () => {
  it('makes the results queue, and says where it is', async () => {
    const { sqs } = createEmptyAccount();
    expect(
      await provisionPlatform({ stage: 'test', compute: { kind: 'worker' } }, { clients: { sqs } }),
    ).toEqual({
      stage: 'test',
      resultsQueueUrl: `https://sqs.us-east-1.amazonaws.com/123456789012/${results}`,
      resultsQueueArn: `arn:aws:sqs:us-east-1:123456789012:${results}`,
    });
    expect(await snapshotQueue(results, sqs)).toEqual({
      attributes: expect.objectContaining({
        VisibilityTimeout: '60',
        MessageRetentionPeriod: '1209600',
        ReceiveMessageWaitTimeSeconds: '20',
        SqsManagedSseEnabled: 'true',
      }),
      tags: { 'hooklane:stage': 'test', 'hooklane:spec': expect.any(String) },
    });
  });

  it('writes nothing when run again', async () => {
    const { sqs } = createEmptyAccount();
    await provisionPlatform({ stage: 'test', compute: { kind: 'worker' } }, { clients: { sqs } });
    const writes = countWrites(sqs);
    await provisionPlatform({ stage: 'test', compute: { kind: 'worker' } }, { clients: { sqs } });
    expect(countWrites(sqs)).toBe(writes);
  });

  it.each([
    ['nobody', {}, 'no hooklane tags'],
    ['another stage', { 'hooklane:stage': 'prod' }, 'hooklane:stage=prod'],
    [
      'a partner',
      { 'hooklane:stage': 'test', 'hooklane:partner': 'acme' },
      'hooklane:stage=test, hooklane:partner=acme',
    ],
  ])('refuses a results queue of %s', async (_, tags, shown) => {
    const { sqs } = createEmptyAccount();
    await makeQueue(sqs, results, tags);
    await expect(
      provisionPlatform({ stage: 'test', compute: { kind: 'worker' } }, { clients: { sqs } }),
    ).rejects.toMatchObject({
      code: 'platform_conflict',
      message: expect.stringContaining(`Received: ${shown}.`),
    });
  });
});

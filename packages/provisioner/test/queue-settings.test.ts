import { describe, expect, it } from 'vitest';
import { differing } from '../src/plan.ts';
import { fromAttributes, toAttributes } from '../src/resources/queue-settings.ts';

const arnOf = (name: string): string => `arn:aws:sqs:eu-west-1:123456789012:${name}`;

describe('toAttributes', () => {
  it('writes every setting as SQS wants it', () => {
    const attributes = toAttributes(
      {
        visibilityTimeoutSeconds: 150,
        retentionSeconds: 864_000,
        receiveWaitSeconds: 20,
        isEncrypted: true,
        redrive: { deadLetterQueue: 'lane-dlq', maxReceiveCount: 13 },
        redriveFrom: 'lane',
      },
      arnOf,
    );
    expect(attributes).toEqual({
      VisibilityTimeout: '150',
      MessageRetentionPeriod: '864000',
      ReceiveMessageWaitTimeSeconds: '20',
      SqsManagedSseEnabled: 'true',
      RedrivePolicy:
        '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:123456789012:lane-dlq","maxReceiveCount":13}',
      RedriveAllowPolicy:
        '{"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:eu-west-1:123456789012:lane"]}',
    });
  });

  it('writes nothing for what is left out', () => {
    expect(toAttributes({ redriveFrom: 'lane' }, arnOf)).toEqual({
      RedriveAllowPolicy: expect.any(String),
    });
    expect(toAttributes({}, arnOf)).toEqual({});
  });
});

describe('fromAttributes', () => {
  it('reads back what toAttributes wrote', () => {
    const settings = {
      visibilityTimeoutSeconds: 0,
      retentionSeconds: 60,
      receiveWaitSeconds: 0,
      isEncrypted: false,
      redrive: { deadLetterQueue: 'lane-dlq', maxReceiveCount: 13 },
      redriveFrom: 'lane',
    };
    expect(fromAttributes(toAttributes(settings, arnOf))).toEqual(settings);
  });

  it('reads a maxReceiveCount that comes back as text', () => {
    const RedrivePolicy = `{"maxReceiveCount":"13","deadLetterTargetArn":"${arnOf('lane-dlq')}"}`;
    expect(fromAttributes({ RedrivePolicy }).redrive).toEqual({
      deadLetterQueue: 'lane-dlq',
      maxReceiveCount: 13,
    });
  });

  it.each([
    ['no policy', undefined],
    ['an empty policy', ''],
    ['allowAll', '{"redrivePermission":"allowAll"}'],
    ['denyAll', '{"redrivePermission":"denyAll"}'],
    ['no queue', '{"redrivePermission":"byQueue","sourceQueueArns":[]}'],
    [
      'two queues',
      JSON.stringify({
        redrivePermission: 'byQueue',
        sourceQueueArns: [arnOf('lane'), arnOf('other')],
      }),
    ],
  ])('sees no single queue in an allow policy with %s', (_, RedriveAllowPolicy) => {
    const attributes = RedriveAllowPolicy === undefined ? {} : { RedriveAllowPolicy };
    expect(fromAttributes(attributes).redriveFrom).toBeUndefined();
  });
});

describe('differing', () => {
  it('finds what is wanted and is not there, and looks at nothing else', () => {
    const wanted = { retentionSeconds: 60, isEncrypted: true, redriveFrom: 'lane' };
    const found = { retentionSeconds: 60, isEncrypted: false, visibilityTimeoutSeconds: 1 };
    expect(differing(wanted, found)).toEqual({ isEncrypted: true, redriveFrom: 'lane' });
  });
});

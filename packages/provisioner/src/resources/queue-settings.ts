import type { QueueAttributeName } from '@aws-sdk/client-sqs';

/** SQS keeps messages for at most 14 days (SetQueueAttributes). */
export const longestRetentionDays = 14;
/** SQS waits for a first message for at most 20 seconds (SetQueueAttributes); waiting saves empty receives. */
export const longestReceiveWaitSeconds = 20;
export const daySeconds = 86_400;

/**
 * Settings of a queue that Hooklane decides; what is left out is not looked at. Other queues are
 * named, not given by ARN: SQS redrives within one account and region only.
 */
export interface QueueSettings {
  /** How long a received message is hidden. */
  readonly visibilityTimeoutSeconds?: number;
  /** How long a message is kept. */
  readonly retentionSeconds?: number;
  /** How long a receive waits for a first message. */
  readonly receiveWaitSeconds?: number;
  /** Encrypted at rest, with keys that SQS manages. */
  readonly isEncrypted?: boolean;
  /** Where a message goes that was received too often. */
  readonly redrive?: { readonly deadLetterQueue: string; readonly maxReceiveCount: number };
  /** The one queue whose messages may be redriven to this one. */
  readonly redriveFrom?: string;
}

/** Attributes of a queue, as the SQS API has them. */
export type QueueAttributes = Partial<Record<QueueAttributeName, string>>;

/** Writes settings as attributes. `arnOf` gives the ARN of a queue by its name. */
export function toAttributes(
  settings: QueueSettings,
  arnOf: (queueName: string) => string,
): QueueAttributes {
  const { redrive, redriveFrom } = settings;
  return {
    ...written('VisibilityTimeout', settings.visibilityTimeoutSeconds),
    ...written('MessageRetentionPeriod', settings.retentionSeconds),
    ...written('ReceiveMessageWaitTimeSeconds', settings.receiveWaitSeconds),
    ...written('SqsManagedSseEnabled', settings.isEncrypted),
    ...(redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: arnOf(redrive.deadLetterQueue),
        maxReceiveCount: redrive.maxReceiveCount,
      }),
    }),
    ...(redriveFrom !== undefined && {
      RedriveAllowPolicy: JSON.stringify({
        redrivePermission: 'byQueue',
        sourceQueueArns: [arnOf(redriveFrom)],
      }),
    }),
  };
}

/** Reads the attributes of a queue as settings. */
export function fromAttributes(attributes: QueueAttributes): QueueSettings {
  const redrive = readRedrive(attributes.RedrivePolicy);
  const redriveFrom = readRedriveFrom(attributes.RedriveAllowPolicy);
  return {
    visibilityTimeoutSeconds: Number(attributes.VisibilityTimeout),
    retentionSeconds: Number(attributes.MessageRetentionPeriod),
    receiveWaitSeconds: Number(attributes.ReceiveMessageWaitTimeSeconds),
    isEncrypted: attributes.SqsManagedSseEnabled === 'true',
    ...(redrive && { redrive }),
    ...(redriveFrom !== undefined && { redriveFrom }),
  };
}

function written(
  name: QueueAttributeName,
  value: number | boolean | undefined,
): QueueAttributes | undefined {
  return value === undefined ? undefined : { [name]: String(value) };
}

function readRedrive(policy: string | undefined): QueueSettings['redrive'] {
  const { deadLetterTargetArn, maxReceiveCount } = readJson(policy);
  if (typeof deadLetterTargetArn !== 'string') return undefined;
  // Depending on who wrote the policy, the count comes back as a number or as text.
  return {
    deadLetterQueue: queueNameOf(deadLetterTargetArn),
    maxReceiveCount: Number(maxReceiveCount),
  };
}

function readRedriveFrom(policy: string | undefined): string | undefined {
  const { sourceQueueArns } = readJson(policy);
  const [arn, ...others] = Array.isArray(sourceQueueArns) ? sourceQueueArns : [];
  return typeof arn === 'string' && others.length === 0 ? queueNameOf(arn) : undefined;
}

/** The name at the end of a queue's ARN. */
export function queueNameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

function readJson(text: string | undefined): Partial<Record<string, unknown>> {
  return text === undefined || text === '' ? {} : JSON.parse(text);
}

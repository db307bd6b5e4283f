import type { ResourceKind } from './progress.ts';
import type { QueueSettings } from './queue-settings.ts';

/** A queue, or a part of one, as it is to be. */
export interface QueueSpec {
  readonly resource: ResourceKind;
  /** Name of the queue. */
  readonly name: string;
  readonly settings: QueueSettings;
}

/** SQS keeps messages for at most 14 days (SetQueueAttributes). */
export const longestRetentionDays = 14;

/** SQS waits for a first message for at most 20 seconds (SetQueueAttributes); waiting saves empty receives. */
export const longestReceiveWaitSeconds = 20;

export const daySeconds = 86_400;

import { laneNames } from '@hooklane/core';
import {
  daySeconds,
  longestReceiveWaitSeconds,
  longestRetentionDays,
  type QueueSpec,
} from './queue-spec.ts';

/** The queue for what a lane gives up. */
export function deadLetterQueue(stage: string, partnerId: string): QueueSpec {
  return {
    resource: 'dead-letter-queue',
    name: laneNames(stage, partnerId).deadLetterQueue,
    settings: {
      // A redriven message keeps the time at which it was first sent (sqs-dead-letter-queues).
      retentionSeconds: longestRetentionDays * daySeconds,
      receiveWaitSeconds: longestReceiveWaitSeconds,
      isEncrypted: true,
    },
  };
}

/** Lets the lane, and no other queue, redrive into its dead-letter queue. */
export function redriveAllowPolicy(stage: string, partnerId: string): QueueSpec {
  const { queue, deadLetterQueue } = laneNames(stage, partnerId);
  return {
    resource: 'redrive-allow-policy',
    name: deadLetterQueue,
    settings: { redriveFrom: queue },
  };
}

import { laneNames, maxReceiveCount, visibilityTimeoutSeconds } from '@hooklane/core';
import { processesOf, type ResolvedPartner } from '../partner-config.ts';
import type { Resource } from '../resource.ts';
import {
  daySeconds,
  longestReceiveWaitSeconds,
  longestRetentionDays,
  type QueueSettings,
} from './queue-settings.ts';

/** The queue in which a partner's hooks wait. */
export function laneQueueSettings(stage: string, partner: ResolvedPartner): QueueSettings {
  const { partnerId, policy, retentionDays } = partner;
  return {
    visibilityTimeoutSeconds: visibilityTimeoutSeconds({
      ...policy,
      processes: processesOf(partner),
    }),
    retentionSeconds: retentionDays * daySeconds,
    receiveWaitSeconds: longestReceiveWaitSeconds,
    isEncrypted: true,
    redrive: {
      deadLetterQueue: laneNames(stage, partnerId).deadLetterQueue,
      maxReceiveCount: maxReceiveCount(policy),
    },
  };
}

/** The queue for what a lane gives up. */
export const deadLetterQueueSettings: QueueSettings = {
  // A redriven message keeps the time at which it was first sent (sqs-dead-letter-queues).
  retentionSeconds: longestRetentionDays * daySeconds,
  receiveWaitSeconds: longestReceiveWaitSeconds,
  isEncrypted: true,
};

/**
 * Lets the lane, and no other queue, redrive into its dead-letter queue. It names the lane, which names the
 * dead-letter queue: so it comes after both.
 */
export function redriveAllowPolicy(
  deadLetterQueue: Resource<QueueSettings>,
): Resource<QueueSettings> {
  const { name, read, update } = deadLetterQueue;
  return {
    kind: 'redrive-allow-policy',
    name,
    read: async () => {
      const found = await read();
      // It takes no tags of its own.
      return found && { settings: found.settings };
    },
    create: async (wanted) => {
      await update({ wanted, settings: wanted, tags: {}, allTags: {} });
      return undefined;
    },
    update,
    // It goes with its queue.
    remove: async () => {},
  };
}

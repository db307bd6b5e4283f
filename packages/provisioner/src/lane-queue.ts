import { laneNames, maxReceiveCount, visibilityTimeoutSeconds } from '@hooklane/core';
import type { ResolvedPartner } from './partner-config.ts';
import { daySeconds, longestReceiveWaitSeconds, type QueueSpec } from './queue-spec.ts';

/** The queue in which a partner's hooks wait. */
export function laneQueue(stage: string, partner: ResolvedPartner): QueueSpec {
  const { partnerId, policy, retentionDays } = partner;
  const { queue, deadLetterQueue } = laneNames(stage, partnerId);
  return {
    resource: 'lane-queue',
    name: queue,
    settings: {
      visibilityTimeoutSeconds: visibilityTimeoutSeconds(policy),
      retentionSeconds: retentionDays * daySeconds,
      receiveWaitSeconds: longestReceiveWaitSeconds,
      isEncrypted: true,
      redrive: { deadLetterQueue, maxReceiveCount: maxReceiveCount(policy) },
    },
  };
}

import { platformNames } from '@hooklane/core';
import {
  daySeconds,
  longestReceiveWaitSeconds,
  longestRetentionDays,
  type QueueSpec,
} from './queue-spec.ts';

/** The time that a host has to store a batch of results. */
const storeSeconds = 60;

/** The queue to which every attempt of a stage publishes its result. */
export function resultsQueue(stage: string): QueueSpec {
  return {
    resource: 'results-queue',
    name: platformNames(stage).resultsQueue,
    settings: {
      visibilityTimeoutSeconds: storeSeconds,
      retentionSeconds: longestRetentionDays * daySeconds,
      receiveWaitSeconds: longestReceiveWaitSeconds,
      isEncrypted: true,
    },
  };
}

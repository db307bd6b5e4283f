import {
  daySeconds,
  longestReceiveWaitSeconds,
  longestRetentionDays,
  type QueueSettings,
} from './queue-settings.ts';

/** The time that a host has to store a batch of results. */
const storeSeconds = 60;

/** The queue to which every attempt of a stage publishes its result. */
export const resultsQueueSettings: QueueSettings = {
  visibilityTimeoutSeconds: storeSeconds,
  retentionSeconds: longestRetentionDays * daySeconds,
  receiveWaitSeconds: longestReceiveWaitSeconds,
  isEncrypted: true,
};

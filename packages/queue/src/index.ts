export {
  type BatchAnswer,
  type EntryOutcome,
  type RequestInBatchesOptions,
  requestInBatches,
} from './batch-request.ts';
export { buryHooks, type DeadLetter } from './bury-hooks.ts';
export {
  createLaneDirectory,
  type LaneDirectory,
  type LaneDirectoryOptions,
} from './lane-directory.ts';
export { type LaneMessage, type ReadMessage, readMessage, toLaneMessage } from './lane-message.ts';
export { loadTracing } from './load-tracing.ts';
export { type PublishHooksOptions, type PublishOutcome, publishHooks } from './publish-hooks.ts';
export { publishResults } from './publish-results.ts';
export { type QueueDepth, readQueueDepth } from './queue-depth.ts';
export { type ReceiveMessagesOptions, receiveMessages } from './receive-messages.ts';
export { type Requeue, requeueHooks } from './requeue-hooks.ts';
export type { QueueOptions } from './send-messages.ts';
export {
  acknowledgeMessages,
  extendMessages,
  type Hold,
  holdMessages,
  releaseMessages,
} from './settle-messages.ts';
export { type SqsClient, type SqsClients, sqsClientOf } from './sqs-client.ts';
export { isMissingQueue, sqsErrorName } from './sqs-errors.ts';

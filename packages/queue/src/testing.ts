export {
  createMemorySqs,
  type InspectedMessage,
  type MemorySqs,
  type MemorySqsFaults,
  type MemorySqsOptions,
  type SqsAction,
} from './testing/memory-sqs.ts';
export type { MessageState } from './testing/message-store.ts';
export type { EntryFault } from './testing/run-batch.ts';
export { type ModelledSqsErrorName, sqsError } from './testing/sqs-error.ts';

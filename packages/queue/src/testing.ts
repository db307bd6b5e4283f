export type { SqsUnderTest } from './testing/contract/sqs-under-test.ts';
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
export { type SqsContractOptions, sqsContract } from './testing/sqs-contract.ts';
export {
  fauxqsDeviations,
  fauxqsOnDiskDeviations,
  motoDeviations,
} from './testing/sqs-deviations.ts';
export { type ModelledSqsErrorName, sqsError } from './testing/sqs-error.ts';

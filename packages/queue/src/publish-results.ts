import type { AttemptResult } from '@hooklane/core';
import type { EntryOutcome } from './batch-request.ts';
import { type QueueOptions, sendMessages } from './send-messages.ts';

/** Publishes what became of attempts to the results queue of the stage, one message each. */
export function publishResults(
  results: readonly AttemptResult[],
  resultsQueueUrl: string,
  options: QueueOptions = {},
): Promise<readonly EntryOutcome[]> {
  return sendMessages(
    results.map((result) => ({ body: JSON.stringify(result) })),
    resultsQueueUrl,
    options,
  );
}

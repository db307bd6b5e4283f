import { type AttemptResult, writeMessageJson } from '@hooklane/core';
import type { EntryOutcome } from './batch-request.ts';
import { type QueueOptions, sendMessages } from './send-messages.ts';

/** SQS bills each 64 KB of a request as one (aws.amazon.com/sqs/pricing): a message holds no more, its frame included. */
const packedBytes = 65_536 - '{"v":1,"results":[]}'.length;

/**
 * Publishes what became of attempts to the results queue of the stage: a record each, as many of them in a message as fit
 * into 64 KB. Says of each result, in order, whether SQS has it.
 */
export async function publishResults(
  results: readonly AttemptResult[],
  resultsQueueUrl: string,
  options: QueueOptions = {},
): Promise<readonly EntryOutcome[]> {
  const packs = pack(results.map(writeMessageJson));
  const messages = packs.map((records) => ({ body: `{"v":1,"results":[${records.join(',')}]}` }));
  const outcomes = await sendMessages(messages, resultsQueueUrl, options);
  return outcomes.flatMap((outcome, index) => packs[index]?.map(() => outcome) ?? []);
}

/** Cuts records into as few messages as hold them in their order. */
function pack(records: readonly string[]): readonly (readonly string[])[] {
  const packs: string[][] = [];
  let room = 0;
  for (const record of records) {
    const bytes = Buffer.byteLength(record) + ','.length;
    if (bytes > room) {
      packs.push([]);
      room = packedBytes;
    }
    packs.at(-1)?.push(record);
    room -= bytes;
  }
  return packs;
}

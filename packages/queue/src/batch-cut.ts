import { maxMessageBytes } from '@hooklane/core';

/** SQS takes up to ten entries a batch (quotas-messages). */
const largestBatch = 10;

/**
 * Cuts entries into batches of at most ten that together take at most 1 MiB, keeping their order.
 * An entry that is larger than that gets a batch of its own, for SQS to refuse.
 */
export function cutBatches<Entry>(
  entries: readonly Entry[],
  bytesOf: (entry: Entry) => number,
): readonly (readonly Entry[])[] {
  const batches: Entry[][] = [];
  let batch: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = bytesOf(entry);
    if (batch.length === largestBatch || (batch.length > 0 && bytes + size > maxMessageBytes)) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(entry);
    bytes += size;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

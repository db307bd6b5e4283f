import { maxMessageBytes } from '@hooklane/core';

/** SQS takes up to ten entries a batch (quotas-messages). */
const largestBatch = 10;

/**
 * Cuts entries into batches of at most ten that together take at most 1 MiB, keeping their order.
 * An entry that is larger than that gets a batch of its own, for SQS to refuse. Takes entries as batches are asked for.
 */
export function* cutBatches<Entry>(
  entries: Iterable<Entry>,
  bytesOf: (entry: Entry) => number,
): Generator<readonly Entry[]> {
  let batch: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = bytesOf(entry);
    if (batch.length === largestBatch || (batch.length > 0 && bytes + size > maxMessageBytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(entry);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

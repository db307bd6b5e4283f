import { type BatchResultErrorEntry, SQSServiceException } from '@aws-sdk/client-sqs';
import { sqsError } from './sqs-error.ts';

/** Why an entry of a batch fails. */
export interface EntryFault {
  /** Name of the error. */
  readonly code: string;
  readonly message?: string;
  /** The entry itself is wrong, so that trying again will not help. @default false */
  readonly isSenderFault?: boolean;
}

/** Answer to a batch request; a list without entries is left out, as SQS does. */
export interface BatchResult<Success> {
  Successful: Success[] | undefined;
  Failed: BatchResultErrorEntry[] | undefined;
}

interface Entry {
  readonly Id?: string | undefined;
}

// SQS API reference, SendMessageBatch.
const mostEntries = 10;

/** Refuses a batch that SQS would refuse as a whole, and gives its entries. */
export function checkBatch<E extends Entry>(entries: readonly E[] | undefined): readonly E[] {
  if (entries === undefined || entries.length === 0) {
    throw sqsError('EmptyBatchRequest', 'There should be at least one entry in the batch request.');
  }
  if (entries.length > mostEntries) {
    throw sqsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${mostEntries}. You have sent ${entries.length}.`,
    );
  }
  const ids = new Set<string>();
  for (const { Id: id = '' } of entries) {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(id)) {
      throw sqsError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    }
    if (ids.has(id)) throw sqsError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
    ids.add(id);
  }
  return entries;
}

/** Runs a batch entry by entry; what one throws fails that entry only. */
export function runBatch<E extends Entry, Success>(
  entries: readonly E[],
  faultOf: (entry: E) => EntryFault | undefined,
  run: (entry: E) => Success,
): BatchResult<Success & { Id: string }> {
  const successful: (Success & { Id: string })[] = [];
  const failed: BatchResultErrorEntry[] = [];
  for (const entry of entries) {
    const Id = entry.Id ?? '';
    const fault = faultOf(entry);
    if (fault !== undefined) {
      failed.push({ Id, ...failure(fault) });
      continue;
    }
    try {
      successful.push({ ...run(entry), Id });
    } catch (error) {
      if (!(error instanceof SQSServiceException)) throw error;
      const { name: code, message } = error;
      failed.push({ Id, ...failure({ code, message, isSenderFault: true }) });
    }
  }
  return {
    Successful: successful.length === 0 ? undefined : successful,
    Failed: failed.length === 0 ? undefined : failed,
  };
}

function failure({
  code,
  message = code,
  isSenderFault = false,
}: EntryFault): Omit<BatchResultErrorEntry, 'Id'> {
  return { Code: code, Message: message, SenderFault: isSenderFault };
}

import { type Clock, mapConcurrently } from '@hooklane/core';
import { cutBatches } from './batch-cut.ts';
import { sqsErrorName } from './sqs-errors.ts';

/** What became of one entry of a batch request. */
export type EntryOutcome =
  | {
      readonly ok: true;
      /** Of the message sent; empty when the request was not a send. */
      readonly messageId: string;
    }
  | {
      readonly ok: false;
      /** Name of the error, as SQS gives it. */
      readonly code: string;
      /** Trying again at once will not help: the entry is wrong, or the SDK has tried before. */
      readonly isFinal: boolean;
      readonly cause?: unknown;
    };

/** The answer to a batch request: each entry is in one of the two lists, by its `Id`. */
export interface BatchAnswer {
  readonly Successful?:
    | readonly { readonly Id?: string | undefined; readonly MessageId?: string | undefined }[]
    | undefined;
  readonly Failed?:
    | readonly {
        readonly Id?: string | undefined;
        readonly Code?: string | undefined;
        /** moto gives it as text. */
        readonly SenderFault?: boolean | string | undefined;
      }[]
    | undefined;
}

/** How {@link requestInBatches} makes its requests. */
export interface RequestInBatchesOptions<Entry> {
  /** Makes one request. `Id` of an entry is its index in `entries`. */
  readonly request: (entries: readonly Entry[]) => Promise<BatchAnswer>;
  /** Bytes of an entry. @default 0, so that only the count cuts */
  readonly bytesOf?: (entry: Entry) => number;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

const mostTries = 3;
const firstPauseMs = 100;
/** Batches under way for one call. */
const mostRequests = 8;

/**
 * Sends entries in batches and says for each what became of it, in order; takes them as requests are made. What SQS refuses in part is
 * tried again, only the refused entries, up to three times. A request that fails as a whole was already
 * retried by the SDK: all its entries then carry the error. Never rejects: what SQS has taken when
 * `signal` aborts is in its hands, and must not be called lost.
 */
export async function requestInBatches<Entry>(
  entries: Iterable<Entry>,
  options: RequestInBatchesOptions<Entry>,
): Promise<readonly EntryOutcome[]> {
  const batches = cutBatches(entries, options.bytesOf ?? (() => 0));
  const outcomes = await mapConcurrently(batches, mostRequests, (batch) =>
    requestBatch(batch, options),
  );
  return outcomes.flat();
}

async function requestBatch<Entry>(
  batch: readonly Entry[],
  options: RequestInBatchesOptions<Entry>,
): Promise<readonly EntryOutcome[]> {
  const outcomes = await requestOnce(batch, options);
  for (let tries = 1; tries < mostTries; tries += 1) {
    const again = outcomes.flatMap((outcome, index) => (isWorthRetrying(outcome) ? [index] : []));
    if (again.length === 0) break;
    if (!(await pause(firstPauseMs * 2 ** (tries - 1), options))) break;
    const retried = await requestOnce(
      again.map((index) => batch[index] as Entry),
      options,
    );
    for (const [at, index] of again.entries()) outcomes[index] = retried[at] as EntryOutcome;
  }
  return outcomes;
}

/** `false` when the signal ended it. */
async function pause(
  ms: number,
  { clock, signal }: Pick<RequestInBatchesOptions<unknown>, 'clock' | 'signal'>,
): Promise<boolean> {
  try {
    await clock.sleep(ms, { signal });
    return true;
  } catch (error) {
    if (signal?.aborted) return false;
    throw error;
  }
}

async function requestOnce<Entry>(
  batch: readonly Entry[],
  { request }: RequestInBatchesOptions<Entry>,
): Promise<EntryOutcome[]> {
  let answer: BatchAnswer;
  try {
    answer = await request(batch);
  } catch (cause) {
    return batch.map(() => ({ ok: false, code: sqsErrorName(cause), isFinal: true, cause }));
  }
  // By text: Number('') is 0, and an entry that is taken for answered is lost.
  const outcomes = new Map<string | undefined, EntryOutcome>();
  for (const { Id, MessageId } of answer.Successful ?? []) {
    outcomes.set(Id, { ok: true, messageId: MessageId ?? '' });
  }
  for (const { Id, Code, SenderFault } of answer.Failed ?? []) {
    outcomes.set(Id, {
      ok: false,
      code: Code ?? 'Unknown',
      isFinal: String(SenderFault) === 'true',
    });
  }
  const unanswered: EntryOutcome = { ok: false, code: 'NoAnswer', isFinal: false };
  return batch.map((_, index) => outcomes.get(String(index)) ?? unanswered);
}

function isWorthRetrying(outcome: EntryOutcome): boolean {
  return !outcome.ok && !outcome.isFinal;
}

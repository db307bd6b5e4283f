import { delaySeconds, systemClock } from '@hooklane/core';
import type { EntryOutcome } from './batch-request.ts';
import { type QueueOptions, sendMessages } from './send-messages.ts';

/** A hook on its way back into its lane. */
export interface Requeue {
  /** The hook as it stands in its queue: the body of its message, or `encodeHook(hook)`. */
  readonly body: string;
  /** Number of the attempt that comes next. */
  readonly attempt: number;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
}

/**
 * Puts hooks back into their lane for their next attempts. Each is a new message, so that receives
 * are counted anew; SQS delays it for up to 15 minutes, holds do the rest.
 */
export function requeueHooks(
  requeues: readonly Requeue[],
  queueUrl: string,
  options: QueueOptions = {},
): Promise<readonly EntryOutcome[]> {
  const now = (options.clock ?? systemClock).now();
  return sendMessages(
    requeues.map(({ body, attempt, dueAt }) => ({
      body,
      attributes: { attempt, dueAt },
      delaySeconds: delaySeconds(dueAt, now),
    })),
    queueUrl,
    options,
  );
}

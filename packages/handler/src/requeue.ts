import { encodeHook, type Hook, HooklaneError, showReceived } from '@hooklane/core';
import { type QueueOptions, requeueHooks } from '@hooklane/queue';

/** Where and when the next attempt is. */
export interface RequeueOptions extends QueueOptions {
  /** URL of the queue of the partner's lane. */
  readonly queueUrl: string;
  /** Number of the next attempt, from 1. */
  readonly attempt: number;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
}

/**
 * Puts a hook into its lane for its next attempt. Requeue before you acknowledge the message it came
 * from: a crash in between then leaves two copies with one id, never none.
 *
 * @throws HooklaneError `invalid_options`, `hook_too_large`
 * @throws HooklaneError `queue_refused` when SQS did not take it
 */
export async function requeue(hook: Hook, options: RequeueOptions): Promise<void> {
  const { queueUrl, attempt, dueAt, ...queueOptions } = options;
  if (!Number.isInteger(attempt) || attempt < 1) {
    throw invalid('attempt must be an integer from 1', attempt);
  }
  if (!Number.isSafeInteger(dueAt) || dueAt < 0) {
    throw invalid('dueAt must be milliseconds since the epoch', dueAt);
  }
  const body = encodeHook(hook);
  const [outcome] = await requeueHooks([{ body, attempt, dueAt }], queueUrl, queueOptions);
  if (outcome?.ok === false) {
    throw new HooklaneError(
      'queue_refused',
      `SQS did not take hook ${hook.id} back into its lane: ${outcome.code}. Keep its message and requeue it again`,
      { cause: outcome.cause },
    );
  }
}

function invalid(what: string, value: unknown): HooklaneError<'invalid_options'> {
  return new HooklaneError(
    'invalid_options',
    `requeue options: ${what}. Received: ${showReceived(value)}`,
  );
}

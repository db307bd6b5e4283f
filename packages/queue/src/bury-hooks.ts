import type { EntryOutcome } from './batch-request.ts';
import { type QueueOptions, sendMessages } from './send-messages.ts';

/** A hook, or a message that is none, on its way to the dead-letter queue. */
export interface DeadLetter {
  /** The body of the message, unchanged. */
  readonly body: string;
  readonly reason: 'exhausted' | 'rejected' | 'poison';
  /** What went wrong last, in a word or a sentence of its own: nothing that a partner sent. */
  readonly detail: string;
  /** Number of the last attempt; left out when there was none. */
  readonly attempt?: number;
}

/** Puts hooks into the dead-letter queue of their lane, with the reason as attributes. */
export function buryHooks(
  letters: readonly DeadLetter[],
  deadLetterQueueUrl: string,
  options: QueueOptions = {},
): Promise<readonly EntryOutcome[]> {
  return sendMessages(
    letters.map(({ body, reason, detail, attempt }) => ({
      body,
      attributes: { reason, detail, ...(attempt !== undefined && { attempt }) },
    })),
    deadLetterQueueUrl,
    options,
  );
}

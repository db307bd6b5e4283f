import { systemClock } from '@hooklane/core';
import { sqsClientOf } from '@hooklane/queue';
import { copyMessages } from './copy-run.ts';
import { countRequests } from './counted-client.ts';
import { type MoveMessagesOptions, parseMoveOptions } from './move-options.ts';
import type { MoveReport } from './move-report.ts';
import { moveByTask } from './move-task.ts';

/**
 * Moves messages from one queue to another, or to the queue that each of them names, with all that they carry. Copies before
 * it deletes: whatever ends it, no message is lost, and a copy that is there twice has the same body; the README's
 * limits say when there is one. Ends by itself when the source has no more to give. Dead letters go to one target by SQS's
 * own move task, where nothing asks for more than that. What SQS refuses for the source as a whole is thrown as it is, after
 * what was under way.
 *
 * @throws HooklaneError `invalid_options`
 * @throws HooklaneError `move_in_progress` when SQS is moving messages out of the source already
 * @throws HooklaneError `move_task_failed` when SQS began to move them, and gave up
 * @example
 * const report = await moveMessages({ from: deadLetterQueueUrl, to: queueUrl, resetAttempts: true });
 */
export async function moveMessages(options: MoveMessagesOptions): Promise<MoveReport> {
  return moveMessagesBy(options, {});
}

/** Moves as {@link moveMessages} does, and ends in time to have given back by `endsAt` what it holds. */
export async function moveMessagesBy(
  options: MoveMessagesOptions,
  { endsAt }: { readonly endsAt?: number | undefined },
): Promise<MoveReport> {
  const checked = parseMoveOptions(options);
  const { clients, clock = systemClock, random = Math.random } = checked;
  const sqs = countRequests(sqsClientOf(clients));
  const context = { sqs, clock, random, endsAt };
  const moved = await moveByTask(checked, context);
  if (moved !== undefined) return { by: 'move_task', ...moved, requests: sqs.requests };
  const copied = await copyMessages(checked, context);
  return { by: 'copy', ...copied, requests: sqs.requests };
}

import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
} from '@aws-sdk/client-sqs';
import { HooklaneError, sleepUnlessAborted } from '@hooklane/core';
import type { SqsClient } from '@hooklane/queue';
import type { MoveContext } from './copy-run.ts';
import type { MoveMessagesOptions } from './move-options.ts';
import type { MoveReport } from './move-report.ts';

/** A move task of SQS. */
export interface StartedTask {
  readonly sourceArn: string;
  readonly handle: string;
}

const pollMs = 1_000;
const mostMissing = 10;
/** The tasks of a source that SQS still knows: ten at most (ListMessageMoveTasks). */
const mostTasks = 10;
const activeStates = new Set(['CREATED', 'SCHEDULED', 'RUNNING', 'CANCELLING']);

/** Follows a task to its end; the signal cancels it. */
export async function watchTask(
  task: StartedTask,
  { signal, onProgress }: MoveMessagesOptions,
  { sqs, clock }: MoveContext,
): Promise<Omit<MoveReport, 'by' | 'requests'>> {
  let refusedCancel: unknown;
  let isCancelled = false;
  let startedAt: number | undefined;
  for (let missing = 0; missing < mostMissing; ) {
    const awake = { clock, signal: isCancelled ? undefined : signal };
    if (!(await sleepUnlessAborted(pollMs, awake))) {
      isCancelled = true;
      refusedCancel = await cancelTask(task, sqs);
    }
    const entry = ownEntry(await listTasks(task.sourceArn, sqs), task, startedAt);
    if (entry === undefined) {
      missing += 1;
      continue;
    }
    startedAt = entry.StartedTimestamp;
    const moved = entry.ApproximateNumberOfMessagesMoved ?? 0;
    const total = entry.ApproximateNumberOfMessagesToMove ?? moved;
    onProgress?.({ by: 'move_task', moved, skipped: 0, failed: 0, total });
    if (isActive(entry)) {
      // A task that is over by now refuses too; this one is not.
      if (refusedCancel !== undefined) throw refusedCancel;
      continue;
    }
    if (entry.Status === 'FAILED') throw failed(task, entry);
    const ended = entry.Status === 'COMPLETED' ? 'empty' : 'aborted';
    return { moved, skipped: 0, failed: 0, failures: [], hidden: 0, ended };
  }
  throw new HooklaneError(
    'move_task_failed',
    `SQS does not list the move task that it began for ${task.sourceArn}. It may still be moving messages`,
  );
}

/** Tells whether a task is moving messages out of a queue. */
export async function findActiveTask(sourceArn: string, sqs: SqsClient): Promise<boolean> {
  return (await listTasks(sourceArn, sqs)).some(isActive);
}

async function listTasks(
  sourceArn: string,
  sqs: SqsClient,
): Promise<readonly ListMessageMoveTasksResultEntry[]> {
  const list = new ListMessageMoveTasksCommand({ SourceArn: sourceArn, MaxResults: mostTasks });
  const { Results = [] } = await sqs.send(list);
  return Results;
}

/** Only a task that runs is listed with its handle. A source has one at a time, and the newest comes first. */
function ownEntry(
  entries: readonly ListMessageMoveTasksResultEntry[],
  { handle }: StartedTask,
  startedAt: number | undefined,
): ListMessageMoveTasksResultEntry | undefined {
  return (
    entries.find(({ TaskHandle }) => TaskHandle === handle) ??
    entries.find(
      (entry) =>
        entry.TaskHandle === undefined &&
        (startedAt === undefined || entry.StartedTimestamp === startedAt),
    )
  );
}

function isActive({ Status = '' }: ListMessageMoveTasksResultEntry): boolean {
  return activeStates.has(Status);
}

/** Gives what SQS says against it. */
async function cancelTask({ handle }: StartedTask, sqs: SqsClient): Promise<unknown> {
  try {
    await sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle: handle }));
    return undefined;
  } catch (error) {
    return error;
  }
}

function failed(
  { sourceArn }: StartedTask,
  { FailureReason, ApproximateNumberOfMessagesMoved = 0 }: ListMessageMoveTasksResultEntry,
): HooklaneError<'move_task_failed'> {
  return new HooklaneError(
    'move_task_failed',
    `SQS gave up moving messages out of ${sourceArn} after about ${ApproximateNumberOfMessagesMoved}: ${FailureReason ?? 'it gave no reason'}. Mend that and run again, or copy with useMoveTask: 'never'`,
  );
}

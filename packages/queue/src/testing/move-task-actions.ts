import type * as sqs from '@aws-sdk/client-sqs';
import {
  catchUpQueue,
  type MemoryAccount,
  type MemoryQueue,
  nextMessageId,
  queueByArn,
  queueByUrl,
  wakePollers,
} from './memory-account.ts';
import { addMessage, firstVisible, removeMessage } from './message-store.ts';
import { redrivePolicyOf } from './queue-attributes.ts';
import { integerParameter, invalidParameter, missingParameter, sqsError } from './sqs-error.ts';

/** A move out of a dead-letter queue. */
export interface MoveTask {
  readonly handle: string;
  readonly source: MemoryQueue;
  readonly target: MemoryQueue;
  /** As asked for; SQS chooses when it is not. */
  readonly ratePerSecond: number | undefined;
  readonly startedAt: number;
  readonly toMove: number;
  moved: number;
  status: 'RUNNING' | 'CANCELLING' | 'CANCELLED' | 'COMPLETED' | 'FAILED';
  failureReason?: string;
}

// StartMessageMoveTask: 500 a second at most. ListMessageMoveTasks: ten results at most, one by default.
const highestRatePerSecond = 500;
const mostResults = 10;

/** ListDeadLetterSourceQueues, in one page. */
export function listDeadLetterSourceQueues(
  account: MemoryAccount,
  { QueueUrl }: sqs.ListDeadLetterSourceQueuesRequest,
): sqs.ListDeadLetterSourceQueuesResult {
  return { queueUrls: sourcesOf(account, queueByUrl(account, QueueUrl)).map(({ url }) => url) };
}

/** StartMessageMoveTask, always with a target. */
export function startMessageMoveTask(
  account: MemoryAccount,
  { SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond }: sqs.StartMessageMoveTaskRequest,
): sqs.StartMessageMoveTaskResult {
  const source = existingQueue(account, 'SourceArn', SourceArn);
  if (MaxNumberOfMessagesPerSecond !== undefined) {
    const bounds = { least: 1, most: highestRatePerSecond, fallback: highestRatePerSecond };
    integerParameter('MaxNumberOfMessagesPerSecond', MaxNumberOfMessagesPerSecond, bounds);
  }
  if (sourcesOf(account, source).length === 0) {
    throw sqsError(
      'InvalidParameterValue',
      'Source queue must be configured as a Dead Letter Queue.',
    );
  }
  const target = existingQueue(account, 'DestinationArn', DestinationArn);
  if (account.moveTasks.some((task) => task.source === source && isActive(task))) {
    throw sqsError(
      'InvalidParameterValue',
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    );
  }
  catchUpQueue(account, source);
  const handle = `task-${account.moveTasks.length + 1}`;
  account.moveTasks.push({
    handle,
    source,
    target,
    ratePerSecond: MaxNumberOfMessagesPerSecond,
    startedAt: account.clock.now(),
    toMove: source.store.counts.visible,
    moved: 0,
    status: 'RUNNING',
  });
  return { TaskHandle: handle };
}

/** ListMessageMoveTasks: the newest first, and the handle only of one that runs. */
export function listMessageMoveTasks(
  account: MemoryAccount,
  { SourceArn, MaxResults }: sqs.ListMessageMoveTasksRequest,
): sqs.ListMessageMoveTasksResult {
  const source = existingQueue(account, 'SourceArn', SourceArn);
  const bounds = { least: 1, most: mostResults, fallback: 1 };
  const most = integerParameter('MaxResults', MaxResults, bounds);
  const tasks = account.moveTasks.filter((task) => task.source === source).toReversed();
  return {
    Results: tasks.slice(0, most).map((task) => ({
      ...(task.status === 'RUNNING' && { TaskHandle: task.handle }),
      Status: task.status,
      SourceArn: task.source.arn,
      DestinationArn: task.target.arn,
      ...(task.ratePerSecond !== undefined && { MaxNumberOfMessagesPerSecond: task.ratePerSecond }),
      ApproximateNumberOfMessagesMoved: task.moved,
      ApproximateNumberOfMessagesToMove: task.toMove,
      ...(task.failureReason !== undefined && { FailureReason: task.failureReason }),
      StartedTimestamp: task.startedAt,
    })),
  };
}

/** CancelMessageMoveTask: what is moved stays moved. */
export function cancelMessageMoveTask(
  account: MemoryAccount,
  { TaskHandle }: sqs.CancelMessageMoveTaskRequest,
): sqs.CancelMessageMoveTaskResult {
  if (!TaskHandle) throw missingParameter('TaskHandle');
  const task = account.moveTasks.find(({ handle }) => handle === TaskHandle);
  if (task === undefined) throw sqsError('ResourceNotFoundException', 'Task does not exist.');
  if (task.status !== 'RUNNING') {
    throw invalidParameter('TaskHandle', TaskHandle, 'Only active tasks can be cancelled');
  }
  task.status = 'CANCELLING';
  return { ApproximateNumberOfMessagesMoved: task.moved };
}

/** Brings all tasks up to the present: they move when somebody asks the account for something. */
export function catchUpMoveTasks(account: MemoryAccount): void {
  for (const task of account.moveTasks) {
    if (task.status === 'CANCELLING') task.status = 'CANCELLED';
    if (task.status === 'RUNNING') moveOn(account, task);
  }
}

function moveOn(account: MemoryAccount, task: MoveTask): void {
  const { source, target, startedAt, ratePerSecond = highestRatePerSecond } = task;
  if (account.queues.get(target.name) !== target) {
    task.status = 'FAILED';
    task.failureReason = 'NonExistentQueue';
    return;
  }
  const now = account.clock.now();
  const due = Math.floor(((now - startedAt) / 1_000) * ratePerSecond);
  catchUpQueue(account, source);
  while (task.moved < due) {
    const message = firstVisible(source.store);
    if (message === undefined) {
      task.status = 'COMPLETED';
      break;
    }
    removeMessage(source.store, message);
    const { deadLetterSourceArn: _, ...kept } = message;
    // A new message: its retention and its receives begin again.
    const fresh = { sentAt: now, receiveCount: 0, firstReceivedAt: undefined, moves: 0 };
    addMessage(target.store, { ...kept, ...fresh, id: nextMessageId(account), visibleAt: now });
    task.moved += 1;
  }
  wakePollers(target);
}

function isActive({ status }: MoveTask): boolean {
  return status === 'RUNNING' || status === 'CANCELLING';
}

function sourcesOf(account: MemoryAccount, deadLetterQueue: MemoryQueue): readonly MemoryQueue[] {
  return [...account.queues.values()].filter(
    (queue) => redrivePolicyOf(account, queue)?.deadLetterQueue === deadLetterQueue,
  );
}

function existingQueue(
  account: MemoryAccount,
  parameter: string,
  arn: string | undefined,
): MemoryQueue {
  if (!arn) throw missingParameter(parameter);
  const queue = queueByArn(account, arn);
  if (queue !== undefined) return queue;
  throw sqsError(
    'ResourceNotFoundException',
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
  );
}

import {
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { HooklaneError } from '@hooklane/core';
import { type SqsClient, sqsErrorName } from '@hooklane/queue';
import type { MoveContext } from './copy-run.ts';
import type { MoveMessagesOptions } from './move-options.ts';
import type { MoveReport } from './move-report.ts';
import { isFifoQueue } from './queue-url.ts';
import { findActiveTask, type StartedTask, watchTask } from './watch-task.ts';

/** SQS moves 500 messages a second at most (StartMessageMoveTask). */
const highestRatePerSecond = 500;

// The server does not know the action (fauxqs; moto, whose answer the SDK cannot parse), the caller may not use it, or
// SQS does not move out of this queue or into that one: copying may still do.
const copyInstead = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'InvalidAction',
  'InvalidParameterValue',
  'NotImplemented',
  'SyntaxError',
  'UnknownOperation',
  'UnknownOperationException',
  'UnsupportedOperation',
]);

/** Lets SQS move the messages. Nothing when it cannot: then nothing was begun, and they are to be copied. */
export async function moveByTask(
  options: MoveMessagesOptions,
  context: MoveContext,
): Promise<Omit<MoveReport, 'by' | 'requests'> | undefined> {
  if (!isFitForTask(options)) return undefined;
  const task = await startTask(options, context.sqs);
  return task && watchTask(task, options, context);
}

function isFitForTask(options: MoveMessagesOptions): boolean {
  const { from, to, filter, limit, resetAttempts, dryRun, ratePerSecond = 1 } = options;
  if (options.useMoveTask === 'never' || options.signal?.aborted) return false;
  if (filter !== undefined || limit !== undefined || resetAttempts || dryRun) return false;
  if (ratePerSecond > highestRatePerSecond) return false;
  // A task takes standard to standard and FIFO to FIFO.
  return to !== undefined && isFifoQueue(from) === isFifoQueue(to);
}

async function startTask(
  { from, to = '', ratePerSecond }: MoveMessagesOptions,
  sqs: SqsClient,
): Promise<StartedTask | undefined> {
  let sourceArn: string | undefined;
  try {
    const sources = new ListDeadLetterSourceQueuesCommand({ QueueUrl: from, MaxResults: 1 });
    const { queueUrls = [] } = await sqs.send(sources);
    if (queueUrls.length === 0) return undefined;
    sourceArn = await readArn(from, sqs);
    // Without a target SQS moves each message to where it came from, and fails on those that Hooklane has buried.
    const { TaskHandle: handle } = await sqs.send(
      new StartMessageMoveTaskCommand({
        SourceArn: sourceArn,
        DestinationArn: await readArn(to, sqs),
        MaxNumberOfMessagesPerSecond: ratePerSecond,
      }),
    );
    return { sourceArn, handle: handle ?? '' };
  } catch (error) {
    await refuseIfActive(sourceArn, sqs);
    if (copyInstead.has(sqsErrorName(error))) return undefined;
    throw error;
  }
}

/** SQS refuses a second task with the error that it has for any wrong parameter. */
async function refuseIfActive(sourceArn: string | undefined, sqs: SqsClient): Promise<void> {
  if (sourceArn === undefined) return;
  let active: boolean;
  try {
    active = await findActiveTask(sourceArn, sqs);
  } catch (error) {
    if (copyInstead.has(sqsErrorName(error))) return;
    throw error;
  }
  if (!active) return;
  throw new HooklaneError(
    'move_in_progress',
    `SQS is moving messages out of ${sourceArn} already. Wait until it has ended, or cancel it`,
  );
}

async function readArn(queueUrl: string, sqs: SqsClient): Promise<string> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
  );
  return Attributes.QueueArn ?? '';
}

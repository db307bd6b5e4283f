import { laneNames } from '@hooklane/core';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import { findQueue } from './find-queue.ts';
import { nextCommand } from './next-command.ts';
import type { Target } from './target.ts';

/** The queues of a lane. */
export interface LaneQueues {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/**
 * Finds the queues of a partner's lane.
 *
 * @throws CliError when the partner has no lane
 */
export async function findLane(partnerId: string, target: Target): Promise<LaneQueues> {
  const names = laneNames(target.stage, partnerId);
  try {
    const [queueUrl, deadLetterQueueUrl] = await Promise.all([
      findQueue(names.queue, target),
      findQueue(names.deadLetterQueue, target),
    ]);
    return { queueUrl, deadLetterQueueUrl };
  } catch (error) {
    if (!(error instanceof CliError && error.code === 'queue_missing')) throw error;
    throw noLane(partnerId, target);
  }
}

/** There is no lane of this partner: perhaps its name was mistyped. */
export function noLane(partnerId: string, target: Target): CliError {
  const list = nextCommand(target, 'partner list');
  return new CliError(
    `Partner ${partnerId} has no lane in stage ${target.stage}. Those that have: ${list}`,
    { exitCode: exitCodes.notFound, code: 'lane_missing' },
  );
}

import { holdMessages, type LaneMessage, requeueHooks } from '@hooklane/queue';
import type { Lane } from './lane.ts';

/** A message whose hook must not be POSTed before `dueAt` (milliseconds since the epoch). */
export interface Wait {
  readonly message: LaneMessage;
  /** Number of the attempt that it waits for. */
  readonly attempt: number;
  readonly dueAt: number;
}

/** What became of messages that wait. Each is in exactly one of the lists. */
export interface WaitOutcome {
  /** Hidden until they are due. */
  readonly held: readonly LaneMessage[];
  /** In the lane again as new messages: to be acknowledged. */
  readonly resent: readonly LaneMessage[];
  /** Neither: to come back after the visibility time-out. */
  readonly failed: readonly LaneMessage[];
}

/** Tells whether a message has so few receives left that it must come back as a new one. */
export function isWorn({ receiveCount }: LaneMessage, lane: Lane): boolean {
  return receiveCount >= lane.mostReceives;
}

/**
 * Makes messages wait: holds them, or sends them again with a delay of up to 15 minutes when the lane has
 * no room for more holds, or when SQS has handed a message out so often that it would soon go to the
 * dead-letter queue, since every hold costs it a receive.
 */
export async function waitMessages(waits: readonly Wait[], lane: Lane): Promise<WaitOutcome> {
  if (waits.length === 0) return { held: [], resent: [], failed: [] };
  const { queueOptions } = lane.delivery;
  const worn = waits.filter(({ message }) => isWorn(message, lane));
  const fresh = waits.filter(({ message }) => !isWorn(message, lane));
  const room = await lane.inFlightRoom.take(fresh.length);
  const holds = fresh.slice(0, room);
  const resends = [...worn, ...fresh.slice(room)];
  const [, sent] = await Promise.all([
    // A hold that fails is no loss: the message comes back sooner and is held then.
    holds.length > 0 ? holdMessages(holds, lane.queueUrl, queueOptions) : undefined,
    requeueHooks(
      resends.map(({ message, attempt, dueAt }) => ({ body: message.body, attempt, dueAt })),
      lane.queueUrl,
      queueOptions,
    ),
  ]);
  const messagesWhere = (isSent: boolean): LaneMessage[] =>
    resends.flatMap(({ message }, index) => (sent[index]?.ok === isSent ? [message] : []));
  return {
    held: holds.map(({ message }) => message),
    resent: messagesWhere(true),
    failed: messagesWhere(false),
  };
}

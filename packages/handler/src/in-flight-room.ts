import type { Logger } from '@hooklane/core';
import { type QueueOptions, readQueueDepth, sqsErrorName } from '@hooklane/queue';

/** How many messages of a lane may still be held: each occupies one of SQS's 120,000 in-flight places. */
export interface InFlightRoom {
  /** Takes room for up to `wanted` messages, and says for how many there is. */
  take(wanted: number): Promise<number>;
}

/** What {@link createInFlightRoom} needs to know of its lane. */
export interface InFlightRoomOptions {
  readonly partnerId: string;
  readonly queueUrl: string;
  /** Messages in flight from which on no more are held. */
  readonly limit: number;
  readonly queueOptions: QueueOptions & { readonly clock: NonNullable<QueueOptions['clock']> };
  readonly logger: Logger;
}

/** Held without a look at the queue when a process begins: a lane with few hooks never pays for one. */
const unsampled = 100;
/** Held after a look, before the next. */
const mostPerSample = 500;
/** A lane that was full is looked at again after this long. */
const fullMs = 5_000;

/** Counts what this process holds against samples of the lane's in-flight count. */
export function createInFlightRoom(options: InFlightRoomOptions): InFlightRoom {
  const { partnerId, queueUrl, limit, queueOptions, logger } = options;
  // What is being received at the moment is in flight too.
  const reserve = Math.ceil(limit / 100);
  let left = Math.min(unsampled, limit - reserve);
  let fullUntil = Number.NEGATIVE_INFINITY;
  let sampling: Promise<void> | undefined;

  const sample = async (wanted: number): Promise<void> => {
    try {
      const { inFlight } = await readQueueDepth(queueUrl, queueOptions);
      // Those that are to be held are among the messages in flight already.
      left = Math.max(0, Math.min(mostPerSample, limit - reserve - inFlight + wanted));
    } catch (error) {
      // Sending again costs more than holding, and never runs into the quota.
      left = 0;
      const message = 'Cannot count the messages in flight; early hooks are sent again, not held';
      logger.warn({ message, partnerId, code: sqsErrorName(error) });
    }
    if (left === 0) fullUntil = queueOptions.clock.now() + fullMs;
  };

  return {
    take: async (wanted) => {
      if (left < wanted && queueOptions.clock.now() >= fullUntil) {
        sampling ??= sample(wanted).finally(() => {
          sampling = undefined;
        });
        await sampling;
      }
      const taken = Math.min(wanted, left);
      left -= taken;
      return taken;
    },
  };
}

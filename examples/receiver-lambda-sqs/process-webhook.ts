import type { ReplayGuard } from '@hooklane/receiver';
import { type QueueBatchResult, type QueueRecord, queueConsumer } from '@hooklane/receiver/sqs';
import { z } from 'zod';
import { describeError, type Log } from './log.ts';

const placedOrder = z.object({ orderId: z.string(), item: z.string() });

/** An order, as the sender tells of it. */
export type PlacedOrder = z.infer<typeof placedOrder>;

/** What the function behind the queue works with. */
export interface ProcessWebhookOptions {
  /** Keeps what SQS or the sender repeats from being processed again. */
  readonly replayGuard: ReplayGuard;
  /** Rejects when the order was not taken: then it comes back. */
  readonly onOrderPlaced: (order: PlacedOrder) => Promise<void>;
  readonly log: Log;
}

/**
 * Makes the second function: processes a batch from the queue and names to Lambda what failed. That alone comes back;
 * what fails too often goes to the dead-letter queue.
 */
export function createProcessWebhook({
  replayGuard,
  onOrderPlaced,
  log,
}: ProcessWebhookOptions): (event: {
  readonly Records: readonly QueueRecord[];
}) => Promise<QueueBatchResult> {
  return queueConsumer({
    replayGuard,
    events: {
      'order.placed': { data: placedOrder, handle: ({ data }) => onOrderPlaced(data) },
    },
    onError: (error) =>
      log({ level: 'error', message: 'A webhook comes back', ...describeError(error) }),
  });
}

import type { Owner } from './ownership.ts';
import type { QueueAddress } from './queue-address.ts';

/** What works a lane: `worker`, a process of the host's own that polls the queue. */
export type LaneCompute = { readonly kind: 'worker' };

/** A partner's lane, as it was provisioned. */
export interface Lane {
  readonly partnerId: string;
  readonly stage: string;
  readonly compute: LaneCompute;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly deadLetterQueueUrl: string;
  readonly deadLetterQueueArn: string;
}

/** Puts the addresses of its two queues together to a lane. */
export function toLane(
  { stage, partnerId }: Required<Owner>,
  queue: QueueAddress,
  deadLetterQueue: QueueAddress,
): Lane {
  return {
    partnerId,
    stage,
    compute: { kind: 'worker' },
    queueUrl: queue.url,
    queueArn: queue.arn,
    deadLetterQueueUrl: deadLetterQueue.url,
    deadLetterQueueArn: deadLetterQueue.arn,
  };
}

import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { QueueOptions } from './send-messages.ts';
import { sqsClientOf } from './sqs-client.ts';

/** How many messages a queue holds, approximately: SQS counts within about a minute. */
export interface QueueDepth {
  /** To be had at once. */
  readonly waiting: number;
  /** Received and not acknowledged, or held until they are due. */
  readonly inFlight: number;
  /** Sent with a delay that is not over. */
  readonly delayed: number;
}

/** Reads the depth of a queue. */
export async function readQueueDepth(
  queueUrl: string,
  { clients, signal }: QueueOptions = {},
): Promise<QueueDepth> {
  const { Attributes = {} } = await sqsClientOf(clients).send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
    signal && { abortSignal: signal },
  );
  return {
    waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
    delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
  };
}

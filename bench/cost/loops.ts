import { DeleteMessageBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { pollOnce } from '../../packages/handler/test/retry-cost/event-source.ts';
import { resultsIn } from '../kit/results-in.ts';
import type { BilledLane } from './billed-lane.ts';

/** Lambda's pollers of a mapping, from the first on (docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html). */
export const pollers = 5;

/** What the host has taken out of the results queue. */
export interface ResultsTaken {
  readonly count: number;
}

/** Lets Lambda poll the lane, as long as the clock goes. */
export function pollLane({ sqs, queueUrl, functions }: BilledLane): void {
  const poll = async (): Promise<never> => {
    for (;;) await pollOnce(sqs.client, queueUrl, functions.invoke, { waitSeconds: 20 });
  };
  for (let poller = 0; poller < pollers; poller += 1) failLoudly(poll());
}

/** Lets the host take results, ten at most at a time, as long as the clock goes. */
export function takeResults({ sqs, resultsQueueUrl: QueueUrl }: BilledLane): ResultsTaken {
  let count = 0;
  const take = async (): Promise<never> => {
    for (;;) {
      const { Messages = [] } = await sqs.client.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 20 }),
      );
      if (Messages.length === 0) continue;
      for (const { Body = '' } of Messages) count += resultsIn(Body).length;
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({
        Id: String(index),
        ReceiptHandle,
      }));
      await sqs.client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
  };
  failLoudly(take());
  return {
    get count() {
      return count;
    },
  };
}

/** A loop that ends would leave the bench waiting for ever. */
function failLoudly(loop: Promise<never>): void {
  loop.catch((error: unknown) => {
    throw error;
  });
}

import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { MemoryQueues } from './memory-queues.ts';

/** Another consumer takes messages out of the source and keeps them for an hour. */
export async function receiveSome({ sqs, from }: MemoryQueues, count: number): Promise<void> {
  await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: from,
      MaxNumberOfMessages: count,
      VisibilityTimeout: 3_600,
    }),
  );
}

/** Another producer sends messages that are delayed for a quarter of an hour. */
export async function sendDelayed({ sqs, from }: MemoryQueues, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await sqs.send(
      new SendMessageCommand({ QueueUrl: from, MessageBody: `later ${index}`, DelaySeconds: 900 }),
    );
  }
}

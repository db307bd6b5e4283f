import {
  CreateQueueCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { createFakeClock, type FakeClock } from '@hooklane/core/testing';
import { createMemorySqs, type MemorySqs, type MemorySqsOptions } from '../../src/testing.ts';

/** A memory client with one queue, named `lane`. */
export interface MemoryQueueUnderTest {
  readonly clock: FakeClock;
  readonly sqs: MemorySqs;
  readonly QueueUrl: string;
  send(body: string, more?: Partial<SendMessageCommandInput>): Promise<void>;
  receive(more?: Partial<ReceiveMessageCommandInput>): Promise<readonly Message[]>;
}

export async function openMemoryQueue(
  options: Omit<MemorySqsOptions, 'clock'> = {},
  Attributes: Record<string, string> = {},
): Promise<MemoryQueueUnderTest> {
  const clock = createFakeClock();
  const sqs = createMemorySqs({ clock, ...options });
  const create = new CreateQueueCommand({ QueueName: 'lane', Attributes });
  const { QueueUrl = '' } = await sqs.send(create);
  return {
    clock,
    sqs,
    QueueUrl,
    send: async (MessageBody, more) => {
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
    },
    receive: async (more) => {
      const receive = { QueueUrl, MaxNumberOfMessages: 10, ...more };
      return (await sqs.send(new ReceiveMessageCommand(receive))).Messages ?? [];
    },
  };
}

import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { systemClock } from '@hooklane/core';
import { type LaneMessage, toLaneMessage } from './lane-message.ts';
import type { QueueOptions } from './send-messages.ts';
import { sqsClientOf } from './sqs-client.ts';

/** How {@link receiveMessages} asks. */
export interface ReceiveMessagesOptions extends QueueOptions {
  /** 1 to 10. @default 10 */
  readonly most?: number;
  /** How long SQS waits for a first message: 0 to 20. @default 20 */
  readonly waitSeconds?: number;
  /** How long the messages stay hidden from others: 1 to 43,200. @default what the queue says */
  readonly visibilitySeconds?: number | undefined;
}

/** Receives up to ten messages of a lane, waiting for the first if there is none. */
export async function receiveMessages(
  queueUrl: string,
  {
    clients,
    clock = systemClock,
    signal,
    most = 10,
    waitSeconds = 20,
    visibilitySeconds,
  }: ReceiveMessagesOptions = {},
): Promise<readonly LaneMessage[]> {
  const { Messages = [] } = await sqsClientOf(clients).send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: most,
      WaitTimeSeconds: waitSeconds,
      VisibilityTimeout: visibilitySeconds,
      MessageAttributeNames: ['attempt', 'dueAt'],
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    }),
    signal && { abortSignal: signal },
  );
  const receivedAt = clock.now();
  return Messages.map((message) => toLaneMessage(message, receivedAt));
}

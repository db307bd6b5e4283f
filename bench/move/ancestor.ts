import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { SqsClient } from '@hooklane/queue';

/** Where to move, and when to stop receiving. */
export interface AncestorOptions {
  readonly from: string;
  readonly to: string;
  readonly sqs: SqsClient;
  /**
   * Ends the receiving after so many messages. The ancestor itself has no such end: with more messages than it can
   * receive within its ten seconds of visibility it never comes to an empty receive.
   */
  readonly mostReceived: number;
}

/**
 * What the queue mover of 2019 does: receives tens with a visibility of 10 seconds, one after the other, until a receive is
 * empty, keeps all in memory, and then sends and deletes each on its own, all of them begun together, without attributes.
 */
export async function moveLikeAncestor(options: AncestorOptions): Promise<void> {
  const { from, to, sqs } = options;
  const messages = await receiveAll(options);
  await Promise.all(
    messages.map(async ({ Body, ReceiptHandle }) => {
      await sqs.send(new SendMessageCommand({ QueueUrl: to, MessageBody: Body }));
      await sqs.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
    }),
  );
}

async function receiveAll({
  from,
  sqs,
  mostReceived,
}: AncestorOptions): Promise<readonly Message[]> {
  const all: Message[] = [];
  while (all.length < mostReceived) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: from,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 10,
      }),
    );
    if (Messages.length === 0) break;
    all.push(...Messages);
  }
  return all;
}

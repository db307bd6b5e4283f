import { DeleteMessageBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { SqsClient } from '@hooklane/queue';
import type { SqsHandler, SqsRecord } from '../../src/index.ts';

/** How many messages a poll brought. */
export type Polled = number;

/** How {@link pollOnce} receives. */
export interface PollOptions {
  /** How long it waits for a first message. @default 0 */
  readonly waitSeconds?: number;
}

/**
 * Does what an event source mapping with `ReportBatchItemFailures` does once: receives a batch, invokes
 * the handler, deletes what it did not name.
 */
export async function pollOnce(
  sqs: SqsClient,
  queueUrl: string,
  handler: SqsHandler,
  { waitSeconds = 0 }: PollOptions = {},
): Promise<Polled> {
  const { Messages: messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: waitSeconds,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    }),
  );
  if (messages.length === 0) return 0;
  const records = messages.map(
    (message): SqsRecord => ({
      messageId: message.MessageId ?? '',
      receiptHandle: message.ReceiptHandle ?? '',
      body: message.Body ?? '',
      attributes: {
        ApproximateReceiveCount: message.Attributes?.ApproximateReceiveCount ?? '1',
      },
      messageAttributes: Object.fromEntries(
        Object.entries(message.MessageAttributes ?? {}).map(([name, { StringValue }]) => [
          name,
          { stringValue: StringValue },
        ]),
      ),
    }),
  );
  const { batchItemFailures } = await handler({ Records: records });
  const kept = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  const over = records.filter(({ messageId }) => !kept.has(messageId));
  if (over.length > 0) {
    await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: over.map(({ receiptHandle }, index) => ({
          Id: String(index),
          ReceiptHandle: receiptHandle,
        })),
      }),
    );
  }
  return records.length;
}

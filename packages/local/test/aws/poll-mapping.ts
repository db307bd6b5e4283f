import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { InvokeOutcome } from '../../../../test/setup/lambda-runtime.ts';

/** A mapping from a queue to a function, and who calls it. */
export interface PolledMapping {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly batchSize: number;
  invoke(event: object): Promise<InvokeOutcome>;
}

/**
 * Polls a queue as Lambda does for an event source mapping with `ReportBatchItemFailures`: what the function does not
 * name as failed is deleted, and the visibility of the rest is left alone; an answer that is none fails the whole batch.
 */
export async function pollUntilStopped(
  mapping: PolledMapping,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  const { sqs, queueUrl: QueueUrl, batchSize } = mapping;
  while (!signal.aborted) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: batchSize,
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) continue;
    const done = finished(Messages, await mapping.invoke(toEvent(Messages, mapping)));
    if (done.length === 0) continue;
    const Entries = done.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}

function finished(messages: readonly Message[], outcome: InvokeOutcome): readonly Message[] {
  if (!outcome.ok) return [];
  const { batchItemFailures = [] } = (outcome.value ?? {}) as {
    batchItemFailures?: readonly { itemIdentifier?: unknown }[];
  };
  const failed = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  const isKnown = (id: unknown): boolean => messages.some(({ MessageId }) => MessageId === id);
  if (!failed.every(isKnown)) return [];
  return messages.filter(({ MessageId }) => !failed.includes(MessageId));
}

function toEvent(messages: readonly Message[], { queueArn }: PolledMapping): object {
  const Records = messages.map((message) => ({
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, { StringValue, DataType }]) => [
        name,
        {
          stringValue: StringValue,
          dataType: DataType,
          stringListValues: [],
          binaryListValues: [],
        },
      ]),
    ),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(':')[3],
  }));
  return { Records };
}

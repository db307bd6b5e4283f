import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { QueueBatchResult, QueueRecord } from '@hooklane/receiver/sqs';

/** What brings messages to a function. */
export interface EventSourceMapping extends AsyncDisposable {
  /** Ends after the batch under way; rejects if the queue could not be read. */
  stop(): Promise<void>;
}

export interface EventSourceMappingOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly handler: (event: {
    readonly Records: readonly QueueRecord[];
  }) => Promise<QueueBatchResult>;
}

/** Does what Lambda does with `ReportBatchItemFailures`: what the function does not name as failed is deleted. */
export function startEventSourceMapping({
  client,
  queueUrl: QueueUrl,
  handler,
}: EventSourceMappingOptions): EventSourceMapping {
  let isStopping = false;
  const run = async (): Promise<void> => {
    while (!isStopping) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: 1,
          MessageAttributeNames: ['All'],
        }),
      );
      if (Messages.length === 0) continue;
      const { batchItemFailures } = await handler({ Records: Messages.map(toRecord) });
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      const Entries = Messages.filter(({ MessageId = '' }) => !failed.has(MessageId)).map(
        ({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }),
      );
      if (Entries.length > 0) {
        await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      }
    }
  };
  const running = run();
  // `stop` tells of it; until then nobody listens.
  running.catch(() => {});
  const stop = (): Promise<void> => {
    isStopping = true;
    return running;
  };
  return { stop, [Symbol.asyncDispose]: stop };
}

function toRecord({ MessageId = '', Body = '', MessageAttributes = {} }: Message): QueueRecord {
  const attributes = Object.entries(MessageAttributes);
  return {
    messageId: MessageId,
    body: Body,
    messageAttributes: Object.fromEntries(
      attributes.map(([name, { StringValue }]) => [name, { stringValue: StringValue }]),
    ),
  };
}

import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { startEmbeddedSqs } from '@hooklane/queue/embedded';

/** The queues of the partner, on an SQS in this process. */
export interface Queues extends AsyncDisposable {
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** Messages in the queue, those under way included. */
  count(): number;
  /** The `webhook-id` of each dead letter. */
  deadLetterIds(): Promise<readonly string[]>;
}

const names = { queue: 'webhooks', deadLetters: 'webhooks-dlq' };

/** Makes the queue and its dead-letter queue, to which a message goes that was received so often. */
export async function startQueues({
  maxReceiveCount,
}: {
  readonly maxReceiveCount: number;
}): Promise<Queues> {
  const sqs = await startEmbeddedSqs();
  const { client } = sqs;
  const create = async (QueueName: string, Attributes = {}): Promise<string> => {
    const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
    return QueueUrl;
  };
  const deadLetterQueueUrl = await create(names.deadLetters);
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: deadLetterQueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const queueUrl = await create(names.queue, {
    // Seconds; on AWS six times the time-out of the function.
    VisibilityTimeout: '1',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: Attributes['QueueArn'], maxReceiveCount }),
  });
  return {
    client,
    queueUrl,
    count: () => sqs.messageBodies(names.queue).length,
    deadLetterIds: async () => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: deadLetterQueueUrl,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ['All'],
          VisibilityTimeout: 0,
        }),
      );
      return Messages.map(
        (message) => message.MessageAttributes?.['webhook-id']?.StringValue ?? '',
      );
    },
    [Symbol.asyncDispose]: () => sqs.stop(),
  };
}

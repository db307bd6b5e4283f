import { startEmbeddedSqs } from '../../packages/queue/src/embedded.ts';

/** A message for a queue of the stage. */
interface StagedMessage {
  readonly body: string;
  /** Attributes of the type String. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** SQS for a sample: queues that are there, and looking into them. */
export interface StagedSqs extends AsyncDisposable {
  /** Makes the AWS SDK of a sample speak to it, where the sample names no queue. */
  readonly env: Readonly<Record<string, string>>;
  /** Names its queues where a sample has the URL of one: the SDK goes where a URL leads. */
  readonly edit: readonly [from: string, to: string];
  send(queue: string, message: StagedMessage): Promise<void>;
  /** The JSON bodies of all messages of a queue. */
  bodies(queue: string): readonly Readonly<Record<string, unknown>>[];
}

/** Starts SQS with these queues. */
export async function stageSqs(queues: readonly string[]): Promise<StagedSqs> {
  const sqs = await startEmbeddedSqs();
  const call = async (action: string, input: object): Promise<Record<string, unknown>> => {
    const response = await fetch(sqs.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${action}`,
      },
      body: JSON.stringify(input),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${action}: ${answer}`);
    return JSON.parse(answer);
  };
  const urls = new Map<string, unknown>();
  for (const name of queues) {
    urls.set(name, (await call('CreateQueue', { QueueName: name }))['QueueUrl']);
  }
  return {
    // The region in which it keeps the queues of those who name none.
    env: { AWS_ENDPOINT_URL_SQS: sqs.endpoint, AWS_REGION: 'us-east-1' },
    edit: ['https://sqs.eu-west-1.amazonaws.com/123456789012', `${sqs.endpoint}/000000000000`],
    send: async (queue, { body, attributes = {} }) => {
      const typed = Object.entries(attributes).map(([name, value]) => [
        name,
        { DataType: 'String', StringValue: value },
      ]);
      await call('SendMessage', {
        QueueUrl: urls.get(queue),
        MessageBody: body,
        MessageAttributes: Object.fromEntries(typed),
      });
    },
    bodies: (queue) => sqs.messageBodies(queue).map((body) => JSON.parse(body)),
    [Symbol.asyncDispose]: () => sqs.stop(),
  };
}

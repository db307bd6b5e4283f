import assert from 'node:assert/strict';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import type { SqsClient } from '../../sqs-client.ts';
import { sqsErrorName } from '../../sqs-errors.ts';

/** A server under test, and how to let its time pass. */
export interface SqsUnderTest {
  readonly sqs: SqsClient;
  /** Lets `ms` milliseconds pass, and whatever becomes due by then happen. */
  advance(ms: number): Promise<void>;
  /** A queue name that no other case has, beginning with `prefix`. */
  uniqueName(prefix: string): string;
}

/** One behaviour of SQS, run on the server that it is given. */
export interface SqsCase {
  readonly name: string;
  run(server: SqsUnderTest): Promise<void>;
}

/** A queue made for one case. */
export interface QueueUnderTest {
  readonly url: string;
  send(body: string, more?: Partial<SendMessageCommandInput>): Promise<void>;
  /** Messages there are right now, up to ten, with all their attributes. */
  receive(more?: Partial<ReceiveMessageCommandInput>): Promise<readonly Message[]>;
  /** The one message that must be there. */
  receiveOne(more?: Partial<ReceiveMessageCommandInput>): Promise<ReceivedMessage>;
  attributes(): Promise<Readonly<Record<string, string | undefined>>>;
}

/** A message with the fields that every receive gives. */
export type ReceivedMessage = Message & {
  readonly Body: string;
  readonly MessageId: string;
  readonly ReceiptHandle: string;
};

/** Makes a queue for one case. */
export async function openQueue(
  { sqs, uniqueName }: SqsUnderTest,
  attributes: Readonly<Record<string, string>> = {},
): Promise<QueueUnderTest> {
  const { QueueUrl: url } = await sqs.send(
    new CreateQueueCommand({ QueueName: uniqueName('queue'), Attributes: { ...attributes } }),
  );
  assert.ok(url);
  const receive: QueueUnderTest['receive'] = async (more) => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ ...receiveAll, QueueUrl: url, ...more }),
    );
    return Messages;
  };
  return {
    url,
    receive,
    send: async (body, more) => {
      await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body, ...more }));
    },
    receiveOne: async (more) => theOne(await receive(more)),
    attributes: async () => {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
      );
      return Attributes;
    },
  };
}

/** The single message of a list. */
export function theOne(messages: readonly Message[]): ReceivedMessage {
  assert.equal(messages.length, 1, `one message, not ${messages.length}`);
  return messages[0] as ReceivedMessage;
}

/** Fails unless a request is refused with this error, whatever prefix the server gives its name. */
export async function assertRefused(
  request: Promise<unknown>,
  ...names: readonly string[]
): Promise<void> {
  const outcome = await request.then(
    () => 'no error',
    (error: unknown) => sqsErrorName(error),
  );
  assert.ok(names.includes(outcome), `${outcome}, not ${names.join(' or ')}`);
}

const receiveAll: Omit<ReceiveMessageCommandInput, 'QueueUrl'> = {
  MaxNumberOfMessages: 10,
  WaitTimeSeconds: 0,
  MessageAttributeNames: ['All'],
  MessageSystemAttributeNames: ['All'],
};

import { CreateQueueCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mapConcurrently } from '@hooklane/core';
import { moveMessages } from '@hooklane/ops';
import type { EmbeddedSqs } from '@hooklane/queue/embedded';
import { moveLikeAncestor } from './ancestor.ts';
import { type CountedSqs, countCalls } from './counted-sqs.ts';

/** What one move came to. */
export interface Figures {
  readonly seconds: number;
  readonly calls: number;
  /** Calls that carried messages. */
  readonly carrying: number;
  /** Copies in the target beyond the first of each message. */
  readonly duplicates: number;
  /** Messages that are not in the target. */
  readonly missing: number;
  /** Messages still in the source, in flight or not. */
  readonly left: number;
}

/** Moves everything out of `from`. */
export type Mover = (from: string, to: string, sqs: CountedSqs) => Promise<unknown>;

export const ancestor: Mover = (from, to, { client: sqs }) =>
  moveLikeAncestor({ from, to, sqs, mostReceived: Number.POSITIVE_INFINITY });

/** The ancestor, stopped when it has received as many messages as there were. */
export const stoppedAncestor =
  (messages: number): Mover =>
  (from, to, { client: sqs }) =>
    moveLikeAncestor({ from, to, sqs, mostReceived: messages });

export const hooklane: Mover = (from, to, { client: sqs }) =>
  moveMessages({ from, to, clients: { sqs } });

/** Fills a new queue and lets a mover empty it. */
export async function measureMove(
  embedded: EmbeddedSqs,
  mover: Mover,
  {
    name,
    messages,
    latencyMs,
  }: { readonly name: string; readonly messages: number; readonly latencyMs: number },
): Promise<Figures> {
  const from = await createQueue(embedded, `${name}-from`);
  const to = await createQueue(embedded, `${name}-to`);
  await fillQueue(embedded, from, messages);
  // As the SDK makes it: 50 sockets. With the 4,096 of the embedded client the ancestor's 20,000 sends at once reset connections.
  const client = new SQSClient({
    endpoint: embedded.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
  });
  const sqs = countCalls(client, latencyMs);
  const startedAt = performance.now();
  await mover(from, to, sqs);
  const seconds = (performance.now() - startedAt) / 1_000;
  client.destroy();
  const bodies = embedded.messageBodies(`${name}-to`);
  const distinct = new Set(bodies).size;
  return {
    seconds,
    calls: sqs.calls,
    carrying: sqs.carrying,
    duplicates: bodies.length - distinct,
    missing: messages - distinct,
    left: embedded.messageBodies(`${name}-from`).length,
  };
}

async function createQueue({ client }: EmbeddedSqs, QueueName: string): Promise<string> {
  const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName }));
  return QueueUrl;
}

async function fillQueue(
  { client }: EmbeddedSqs,
  QueueUrl: string,
  messages: number,
): Promise<void> {
  const firsts = Array.from({ length: messages / 10 }, (_, batch) => batch * 10);
  await mapConcurrently(firsts, 16, (first) => {
    const Entries = Array.from({ length: 10 }, (_, index) => messageOf(first + index));
    return client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  });
}

function messageOf(number: number) {
  return {
    Id: String(number % 10),
    MessageBody: JSON.stringify({ id: `msg_${number}`, text: 'x'.repeat(200) }),
    MessageAttributes: {
      attempt: { DataType: 'Number', StringValue: '9' },
      reason: { DataType: 'String', StringValue: 'exhausted' },
    },
  };
}

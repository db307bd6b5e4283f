// The old system: one queue for all partners, and one consumer. It signs when it publishes, over the body alone, and a
// partner that is slow keeps everybody else waiting.
import { createHmac } from 'node:crypto';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { mapConcurrently } from '@hooklane/core';
import type { SqsClient } from '@hooklane/queue';

/** What the old system publishes, and how it is written into its queue. */
export interface OldHook {
  readonly id: string;
  readonly partnerId: string;
  readonly url: string;
  readonly type: string;
  readonly body: string;
}

export interface SharedQueue extends AsyncDisposable {
  readonly queueUrl: string;
  publish(hook: OldHook): Promise<void>;
  /** Ends after the batch under way; what is in the queue stays there. */
  stopConsumer(): Promise<void>;
}

export const oldSignatureHeader = 'x-request-signature-sha-256';
const oldKey = 'the key of the old system';
const batchSize = 10;
const requestsAtATime = 4;
const timeoutMs = 10_000;

export function oldSignature({ body }: Pick<OldHook, 'body'>): string {
  return createHmac('sha256', oldKey).update(body).digest('hex');
}

/** As Hooklane publishes it for a partner that still verifies the old signature. */
export function withOldSignature(
  hook: OldHook,
): OldHook & { readonly headers: Readonly<Record<string, string>> } {
  return { ...hook, headers: { [oldSignatureHeader]: oldSignature(hook) } };
}

async function post(hook: OldHook): Promise<boolean> {
  const response = fetch(hook.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [oldSignatureHeader]: oldSignature(hook) },
    body: hook.body,
    signal: AbortSignal.timeout(timeoutMs),
  });
  return response.then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Starts the old system. */
export async function startSharedQueue(
  sqs: SqsClient,
  { onDelivered }: { readonly onDelivered: (hook: OldHook) => void },
): Promise<SharedQueue> {
  const Attributes = { VisibilityTimeout: String((batchSize * timeoutMs) / 1_000) };
  const { QueueUrl: queueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: 'webhooks-shared', Attributes }),
  );
  let isStopping = false;
  const deliver = async ({ Body = '', ReceiptHandle }: Message): Promise<void> => {
    const hook = JSON.parse(Body) as OldHook;
    // What was not taken comes back when its visibility time-out is over.
    if (!(await post(hook))) return;
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    onDelivered(hook);
  };
  const batch = { QueueUrl: queueUrl, MaxNumberOfMessages: batchSize, WaitTimeSeconds: 1 };
  const consume = async (): Promise<void> => {
    while (!isStopping) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(batch));
      await mapConcurrently(Messages, requestsAtATime, deliver);
    }
  };
  const consuming = consume();
  consuming.catch(() => {}); // `stopConsumer` tells of it.
  const stopConsumer = (): Promise<void> => {
    isStopping = true;
    return consuming;
  };
  return {
    queueUrl,
    publish: async (hook) => {
      const MessageBody = JSON.stringify(hook);
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
    },
    stopConsumer,
    [Symbol.asyncDispose]: stopConsumer,
  };
}

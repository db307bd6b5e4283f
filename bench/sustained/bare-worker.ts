// What the worker says to SQS, on the bare client of the SDK: receives hooks, sends results, deletes hooks.
import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { answerMethods } from '../kit/methods.ts';
import { createSqsClient } from '../kit/sqs-client.ts';
import { usage } from '../kit/usage.ts';
import type { Queues } from './queue-process.ts';

/** Receivers of each lane, so that none waits while a batch is dealt with. */
const receiversPerLane = 3;

/** As large as those of the other side. */
const result = JSON.stringify({
  v: 1,
  hookId: `msg_${'0'.repeat(32)}`,
  partnerId: 'partner-0',
  type: 'order.created',
  host: '127.0.0.1:40000',
  attempt: 1,
  startedAt: 1_767_225_600_000,
  durationMs: 10,
  outcome: { kind: 'delivered', status: 200 },
  next: { kind: 'finish' },
});

async function work(sqs: SQSClient, QueueUrl: string, resultsUrl: string): Promise<void> {
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 20 }),
    );
    if (Messages.length === 0) continue;
    await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: resultsUrl,
        Entries: Messages.map((_, index) => ({ Id: String(index), MessageBody: result })),
      }),
    );
    await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
  }
}

const methods = {
  open: ({ queues }: { readonly queues: Queues }): void => {
    const sqs = createSqsClient(queues.endpoint);
    for (const url of queues.laneUrls) {
      for (let receiver = 0; receiver < receiversPerLane; receiver += 1) {
        void work(sqs, url, queues.resultsUrl);
      }
    }
  },
  usage,
};

export type BareWorkerMethods = typeof methods;

answerMethods(methods);

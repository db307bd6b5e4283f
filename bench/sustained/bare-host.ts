// What the host says to SQS, on the bare client of the SDK: sends hooks, receives and deletes results.
import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import { encodeHook } from '@hooklane/core';
import { answerMethods } from '../kit/methods.ts';
import { createSqsClient } from '../kit/sqs-client.ts';
import { usage } from '../kit/usage.ts';
import { load } from './load.ts';
import type { Queues } from './queue-process.ts';
import { createWindow } from './window.ts';

const underWay = createWindow(load.window);
let stored = 0;
let isSending = false;

/** As large as those of the other side. */
const body = encodeHook({
  id: `msg_${'0'.repeat(32)}`,
  partnerId: 'partner-0',
  url: 'http://127.0.0.1:40000/hooks/0',
  type: 'order.created',
  body: JSON.stringify({
    type: 'order.created',
    timestamp: '2026-01-01T00:00:00.000Z',
    data: { publishedAt: 1_767_225_600_000.123, padding: load.padding },
  }),
  createdAt: 1_767_225_600_000,
});

const methods = {
  open: ({ queues }: { readonly queues: Queues }): void => {
    const sqs = createSqsClient(queues.endpoint);
    isSending = true;
    const send = async (QueueUrl: string): Promise<void> => {
      const Entries = Array.from({ length: load.endpoints }, (_, index) => ({
        Id: String(index),
        MessageBody: body,
      }));
      while (isSending) {
        await underWay.enter(Entries.length);
        await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      }
    };
    const takeResults = async (): Promise<void> => {
      const QueueUrl = queues.resultsUrl;
      for (;;) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 20 }),
        );
        if (Messages.length === 0) continue;
        const Entries = Messages.map(({ ReceiptHandle }, index) => ({
          Id: String(index),
          ReceiptHandle,
        }));
        await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
        stored += Entries.length;
        underWay.leave(Entries.length);
      }
    };
    for (const url of queues.laneUrls) void send(url);
    for (let worker = 0; worker < load.resultsWorkers; worker += 1) void takeResults();
  },
  progress: () => ({ stored, at: performance.now(), ...usage() }),
};

export type BareHostMethods = typeof methods;

answerMethods(methods);

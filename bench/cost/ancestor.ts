import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { mapConcurrently, parsePartnerPolicy } from '@hooklane/core';
import type { SqsHandler, SqsRecord } from '@hooklane/handler';
import { type Design, type LaneWorld, postsPerInstance } from './design.ts';

interface Record2019 {
  readonly body: string;
  readonly retry: number;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

const { schedule: offsets } = parsePartnerPolicy({ schedule: 'patient' });

/**
 * The function of the system that Hooklane continues, written anew from its description: results carry the whole
 * request, what is not due goes back into the queue for 15 minutes as a new message. Where its description leaves a
 * choice, it is made in its favour: all in batches, results and requeues at the same time, no message sent twice.
 */
export const ancestor: Design = {
  name: 'ancestor',
  memoryMb: 128,
  architecture: 'x86_64',
  // Six times the time-out of the function for that concurrency.
  queue: { MessageRetentionPeriod: '1209600', VisibilityTimeout: '192', maxReceiveCount: '10' },
  createHandler,
};

function createHandler({ clock, sqs, post, onLog, ...queues }: LaneWorld): SqsHandler {
  const sendAll = async (QueueUrl: string, Entries: readonly object[]): Promise<void> => {
    if (Entries.length === 0) return;
    const numbered = Entries.map((entry, index) => ({
      MessageBody: '',
      ...entry,
      Id: String(index),
    }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: numbered }));
  };
  return async ({ Records }) => {
    // Lambda writes these three of each invocation, unless told otherwise.
    onLog(platformLines);
    const records = Records.map(read);
    const results: object[] = [];
    const requeues: object[] = records.filter(({ until }) => clock.now() < until).map(toMessage);
    const due = records.filter(({ until }) => clock.now() >= until);
    await mapConcurrently(due, postsPerInstance, async (record) => {
      const { body, retry } = record;
      onLog(`${body} ${signature}\n`);
      const status = await post();
      results.push({
        MessageBody: JSON.stringify({ request: JSON.parse(body), signature, status, retry }),
      });
      const offset = offsets[retry];
      if (status < 300 || offset === undefined) return;
      const until = JSON.parse(body).createdAt + offset;
      requeues.push(toMessage({ body, retry: retry + 1, until }));
    });
    await Promise.all([
      sendAll(queues.resultsQueueUrl, results),
      sendAll(queues.queueUrl, requeues),
    ]);
    return { batchItemFailures: [] };
  };
}

const signature = `sha256=${'0'.repeat(64)}`;
const platformLines = `START RequestId: ${'0'.repeat(36)} Version: $LATEST
END RequestId: ${'0'.repeat(36)}
REPORT RequestId: ${'0'.repeat(36)}\tDuration: 100.00 ms\tBilled Duration: 100 ms\tMemory Size: 128 MB\tMax Memory Used: 90 MB\t
`;

function read({ body, messageAttributes }: SqsRecord): Record2019 {
  return {
    body,
    retry: Number(messageAttributes['retryCnt']?.stringValue ?? 0),
    until: Number(messageAttributes['requeueUntil']?.stringValue ?? 0),
  };
}

function toMessage({ body, retry, until }: Record2019): object {
  return {
    MessageBody: body,
    DelaySeconds: 900,
    MessageAttributes: {
      retryCnt: { DataType: 'Number', StringValue: String(retry) },
      requeueUntil: { DataType: 'Number', StringValue: String(until) },
    },
  };
}

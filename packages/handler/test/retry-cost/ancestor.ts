import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SqsClient } from '@hooklane/queue';
import type { SqsHandler } from '../../src/index.ts';

/** What the handler of the ancestor needs. */
export interface AncestorOptions {
  readonly sqs: SqsClient;
  readonly queueUrl: string;
  readonly now: () => number;
  /** Called for each POST, all of which fail. */
  readonly onPost: () => void;
}

const hour = 3_600_000;
/** Milliseconds after the first attempt. */
const offsets = [0.25, 1, 3, 6, 12, 24, 48, 72].map((hours) => hours * hour);

/**
 * The retry of the system that Hooklane continues: a message that is not due goes back into the queue
 * for 15 minutes, again and again, as a new message.
 */
export function createAncestorHandler({ sqs, queueUrl, now, onPost }: AncestorOptions): SqsHandler {
  const requeue = (body: string, retry: number, until: number) =>
    sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: body,
        DelaySeconds: 900,
        MessageAttributes: {
          retryCnt: { DataType: 'Number', StringValue: String(retry) },
          requeueUntil: { DataType: 'Number', StringValue: String(until) },
        },
      }),
    );
  return async ({ Records }) => {
    for (const { body, messageAttributes } of Records) {
      const retry = Number(messageAttributes['retryCnt']?.stringValue ?? 0);
      const until = Number(messageAttributes['requeueUntil']?.stringValue ?? 0);
      if (now() < until) {
        await requeue(body, retry, until);
        continue;
      }
      onPost();
      const next = offsets[retry];
      if (next !== undefined) await requeue(body, retry + 1, JSON.parse(body).createdAt + next);
    }
    return { batchItemFailures: [] };
  };
}

import { createHmac, createSecretKey } from 'node:crypto';
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import ky from 'ky';
import { secret } from './setting.ts';

/** A hook as a plain sender reads it: it trusts what is in its queue. */
interface PlainHook {
  readonly id: string;
  readonly url: string;
  readonly body: string;
}

const key = createSecretKey(Buffer.from(secret.slice('whsec_'.length), 'base64'));

/** What one writes without Hooklane: signs and POSTs ten hooks at once with ky, then sends their results as one batch. */
export async function deliverPlainBatch(
  bodies: readonly string[],
  sqs: SQSClient,
  resultsQueueUrl: string,
): Promise<void> {
  const results = await Promise.all(bodies.map((body) => post(JSON.parse(body) as PlainHook)));
  const { Failed = [] } = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: resultsQueueUrl,
      Entries: results.map((result, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(result),
      })),
    }),
  );
  if (Failed.length > 0) throw new Error('A result was not taken');
}

async function post({ id, url, body }: PlainHook): Promise<object> {
  const startedAt = Date.now();
  const timestamp = String(Math.floor(startedAt / 1_000));
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const response = await ky.post(url, {
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
  });
  await response.text();
  return { hookId: id, status: response.status, startedAt, durationMs: Date.now() - startedAt };
}

import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { createSqsClient } from '../../kit/sqs-client.ts';
import { type BatchEntry, makeBatches, sendAll } from '../batches.ts';
import type { CreatePublisher } from '../setting.ts';

/** The SDK's client, given the same batches ready made. */
export const createPublisher: CreatePublisher = ({ sqsEndpoint, queueUrl }) => {
  const sqs = createSqsClient(sqsEndpoint);
  let batches: readonly (readonly BatchEntry[])[] = [];
  const send = async (batch: readonly BatchEntry[]): Promise<void> => {
    const { Failed = [] } = await sqs.send(
      new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: [...batch] }),
    );
    if (Failed.length > 0) throw new Error('A message was refused');
  };
  return {
    prepare: (hooks) => {
      batches = makeBatches(hooks);
    },
    publish: () => sendAll(batches, send),
  };
};

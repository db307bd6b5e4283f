import { Consumer } from 'sqs-consumer';
import { createSqsClient } from '../../kit/sqs-client.ts';
import { deliverPlainBatch } from '../plain-batch.ts';
import type { CreateSender } from '../setting.ts';

/** sqs-consumer with ky: batches of ten, in parallel, as its README recommends; deletes what was delivered. */
export const createSender: CreateSender = ({ sqsEndpoint, queueUrl, resultsQueueUrl }) => {
  const sqs = createSqsClient(sqsEndpoint);
  let left = 0;
  let done = Promise.withResolvers<void>();
  const consumer = Consumer.create({
    queueUrl,
    sqs,
    useQueueUrlAsEndpoint: false,
    batchSize: 10,
    handleMessageBatch: async (messages) => {
      const bodies = messages.map(({ Body = '' }) => Body);
      await deliverPlainBatch(bodies, sqs, resultsQueueUrl);
      return messages;
    },
  });
  consumer.on('error', (error) => done.reject(error));
  consumer.on('message_processed', () => {
    left -= 1;
    if (left > 0) return;
    consumer.stop();
    done.resolve();
  });
  return {
    send: (hooks) => {
      left = hooks;
      done = Promise.withResolvers();
      consumer.start();
      return done.promise;
    },
  };
};

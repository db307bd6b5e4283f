import { createWorker } from '@hooklane/handler';
import { createSqsClient } from '../../kit/sqs-client.ts';
import { egress } from '../hooks.ts';
import { type CreateSender, concurrency, partnerId, secret } from '../setting.ts';

/** Hooklane's worker: receives, POSTs, sends results, deletes. */
export const createSender: CreateSender = (setting) => {
  const { sqsEndpoint, queueUrl, resultsQueueUrl, deadLetterQueueUrl } = setting;
  let left = 0;
  let onDone = (): void => {};
  const worker = createWorker({
    lanes: [{ partnerId, queueUrl, deadLetterQueueUrl, policy: { concurrency } }],
    resultsQueueUrl,
    secrets: { getSecrets: async () => [secret] },
    egress,
    clients: { sqs: createSqsClient(sqsEndpoint) },
    pollSeconds: 1,
    onAttempt: () => {
      left -= 1;
      if (left === 0) onDone();
    },
  });
  return {
    send: (hooks) => {
      left = hooks;
      const done = new Promise<void>((resolve) => {
        onDone = resolve;
      });
      worker.start();
      return done;
    },
    finish: () => worker.stop(),
  };
};

import { createSqsHandler, type SqsEvent } from '@hooklane/handler';
import { createSqsClient } from '../../kit/sqs-client.ts';
import { egress } from '../hooks.ts';
import { makeEvents } from '../lambda-events.ts';
import { type CreateSender, concurrency, partnerId, secret } from '../setting.ts';

/** Hooklane's Lambda handler: a batch of ten after the other, results to SQS. Lambda itself receives and deletes. */
export const createSender: CreateSender = (setting, path) => {
  const { partnerUrl, queueUrl, resultsQueueUrl, deadLetterQueueUrl } = setting;
  const handle = createSqsHandler({
    partnerId,
    queueUrl,
    deadLetterQueueUrl,
    resultsQueueUrl,
    policy: { concurrency },
    secrets: { getSecrets: async () => [secret] },
    egress,
    clients: { sqs: createSqsClient(setting.sqsEndpoint) },
  });
  let events: readonly string[] = [];
  return {
    prepare: (hooks) => {
      events = makeEvents(hooks, `${partnerUrl}${path}`);
    },
    send: async () => {
      for (const event of events) {
        const { batchItemFailures } = await handle(JSON.parse(event) as SqsEvent);
        if (batchItemFailures.length > 0) throw new Error('A record failed');
      }
    },
  };
};

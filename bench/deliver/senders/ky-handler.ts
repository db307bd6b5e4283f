import type { SqsEvent } from '@hooklane/handler';
import { createSqsClient } from '../../kit/sqs-client.ts';
import { makeEvents } from '../lambda-events.ts';
import { deliverPlainBatch } from '../plain-batch.ts';
import type { CreateSender } from '../setting.ts';

/** A Lambda handler as one writes it by hand, with ky. */
export const createSender: CreateSender = (setting, path) => {
  const { partnerUrl, sqsEndpoint, resultsQueueUrl } = setting;
  const sqs = createSqsClient(sqsEndpoint);
  let events: readonly string[] = [];
  return {
    prepare: (hooks) => {
      events = makeEvents(hooks, `${partnerUrl}${path}`);
    },
    send: async () => {
      for (const event of events) {
        const { Records } = JSON.parse(event) as SqsEvent;
        const bodies = Records.map(({ body }) => body);
        await deliverPlainBatch(bodies, sqs, resultsQueueUrl);
      }
    },
  };
};

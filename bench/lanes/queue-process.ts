// The embedded SQS in memory, in a process of its own: what it costs is not what the lanes cost.
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { mapConcurrently } from '@hooklane/core';
import { startEmbeddedSqs } from '@hooklane/queue/embedded';
import { answerMethods } from '../kit/methods.ts';

const methods = {
  /** Gives the endpoint, and the URL of each queue. */
  open: async ({ queues }: { readonly queues: number }) => {
    const { client, endpoint } = await startEmbeddedSqs();
    const names = Array.from({ length: queues }, (_, index) => `lane-${index}`);
    const urls = await mapConcurrently(names, 16, async (QueueName) => {
      const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName }));
      return QueueUrl;
    });
    return { endpoint, urls };
  },
};

export type QueueMethods = typeof methods;

answerMethods(methods);

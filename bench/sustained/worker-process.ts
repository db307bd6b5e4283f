// The worker of all lanes.
import { silentLogger } from '@hooklane/core';
import { createWorker } from '@hooklane/handler';
import { answerMethods } from '../kit/methods.ts';
import { createSqsClient } from '../kit/sqs-client.ts';
import { usage } from '../kit/usage.ts';
import { liveMemory } from './live-memory.ts';
import { load, partnerIds } from './load.ts';
import type { Queues } from './queue-process.ts';

const methods = {
  open: ({ queues, secret }: { readonly queues: Queues; readonly secret: string }): void => {
    const worker = createWorker({
      lanes: partnerIds.map((partnerId, index) => ({
        partnerId,
        queueUrl: queues.laneUrls[index] ?? '',
        deadLetterQueueUrl: queues.deadLetterUrl,
        policy: { concurrency: load.concurrency },
      })),
      resultsQueueUrl: queues.resultsUrl,
      secrets: { getSecrets: async () => [secret] },
      clients: { sqs: createSqsClient(queues.endpoint) },
      egress: { allowHttp: true, ports: 'any', allowPrivateAddresses: true },
      logger: {
        ...silentLogger,
        warn: (entry) => console.error(entry),
        error: (entry) => console.error(entry),
      },
    });
    worker.start();
  },
  usage,
  liveMemory,
};

export type WorkerMethods = typeof methods;

answerMethods(methods);

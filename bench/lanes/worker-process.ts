// One worker with all lanes. What it asks SQS is counted.
import { silentLogger } from '@hooklane/core';
import { createWorker } from '@hooklane/handler';
import { answerMethods } from '../kit/methods.ts';
import { createSqsClient } from '../kit/sqs-client.ts';
import { type Usage, usage } from '../kit/usage.ts';

/** What a worker is given. */
export interface OpenWorkerOptions {
  readonly endpoint: string;
  /** Of each lane. */
  readonly urls: readonly string[];
  readonly secret: string;
}

/** What a worker has done since it was opened. */
export interface WorkerState extends Usage {
  /** Receives that ended with nothing, by the index of their lane. */
  readonly emptyReceives: readonly number[];
  /** Receives under way. */
  readonly pollsOut: number;
  readonly at: number;
}

const emptyReceives: number[] = [];
let pollsOut = 0;

const methods = {
  open: ({ endpoint, urls, secret }: OpenWorkerOptions): void => {
    const indexOf = new Map(urls.map((url, index) => [url, index]));
    emptyReceives.push(...urls.map(() => 0));
    const client = createSqsClient(endpoint);
    client.middlewareStack.add(
      (next) => async (args) => {
        const { QueueUrl } = args.input as { readonly QueueUrl?: string };
        const isReceive = 'WaitTimeSeconds' in args.input;
        if (!isReceive) return next(args);
        pollsOut += 1;
        try {
          const result = await next(args);
          const { Messages = [] } = result.output as { readonly Messages?: readonly unknown[] };
          const lane = indexOf.get(QueueUrl ?? '') ?? 0;
          if (Messages.length === 0) emptyReceives[lane] = (emptyReceives[lane] ?? 0) + 1;
          return result;
        } finally {
          pollsOut -= 1;
        }
      },
      { step: 'initialize' },
    );
    const worker = createWorker({
      lanes: urls.map((queueUrl, index) => ({
        partnerId: `partner-${index}`,
        queueUrl,
        deadLetterQueueUrl: `${queueUrl}-dlq`,
      })),
      secrets: { getSecrets: async () => [secret] },
      clients: { sqs: client },
      egress: { allowHttp: true, ports: 'any', allowPrivateAddresses: true },
      logger: { ...silentLogger, error: (entry) => console.error(entry) },
    });
    worker.start();
  },
  state: (): WorkerState => ({ ...usage(), emptyReceives, pollsOut, at: performance.now() }),
};

export type WorkerMethods = typeof methods;

answerMethods(methods);

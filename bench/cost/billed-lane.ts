import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { createFakeClock, type FakeClock } from '@hooklane/core/testing';
import type { SqsHandler } from '@hooklane/handler';
import { createMemorySqs, type MemorySqs } from '@hooklane/queue/testing';
import { createRandom } from '../retry/random.ts';
import { type BilledSqs, billRequests } from './billed-sqs.ts';
import { type Design, instances } from './design.ts';
import { createFunctions, type Functions } from './functions.ts';
import type { Usage } from './prices.ts';

/** A lane of a design on the in-memory SQS and a virtual clock, with a bill. */
export interface BilledLane {
  readonly clock: FakeClock;
  readonly memory: MemorySqs;
  /** Of the host, of Lambda's pollers and of the function. */
  readonly sqs: BilledSqs;
  readonly functions: Functions;
  readonly queueUrl: string;
  readonly resultsQueueUrl: string;
  /** POSTs so far. */
  readonly posts: number;
  readonly usage: Usage;
}

/** How a partner answers. */
export interface Partner {
  readonly status: number;
  /** Time that it takes. */
  readonly latencyMs: number;
  /** Processor time of a POST, on a whole processor. */
  readonly cpuMs: number;
}

/** What a request to SQS takes inside of AWS: assumed. */
export const sqsLatencyMs = 10;

/** Makes queues and function of a design. */
export async function openLane(design: Design, partner: Partner): Promise<BilledLane> {
  const clock = createFakeClock();
  const memory = createMemorySqs({ clock });
  const { maxReceiveCount, ...attributes } = design.queue;
  const createQueue = async (name: string, Attributes: Record<string, string>): Promise<string> => {
    const { QueueUrl = '' } = await memory.send(
      new CreateQueueCommand({ QueueName: name, Attributes }),
    );
    return QueueUrl;
  };
  const deadLetterQueueUrl = await createQueue('lane-dlq', {});
  const resultsQueueUrl = await createQueue('results', {});
  const queueUrl = await createQueue('lane', {
    ...attributes,
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: 'arn:aws:sqs:us-east-1:123456789012:lane-dlq',
      maxReceiveCount: Number(maxReceiveCount),
    }),
  });
  const sqs = billRequests(memory, { clock, latencyMs: sqsLatencyMs });
  let posts = 0;
  let kmsRequests = 0;
  let logBytes = 0;
  const createHandler = (onPost: () => void): SqsHandler =>
    design.createHandler({
      clock,
      random: createRandom(1),
      sqs: sqs.client,
      queueUrl,
      deadLetterQueueUrl,
      resultsQueueUrl,
      post: async () => {
        posts += 1;
        onPost();
        await clock.sleep(partner.latencyMs);
        return partner.status;
      },
      onDecrypt: () => {
        kmsRequests += 1;
      },
      onLog: (line) => {
        logBytes += Buffer.byteLength(line);
      },
    });
  const functions = createFunctions({
    clock,
    instances,
    memoryMb: design.memoryMb,
    postCpuMs: partner.cpuMs,
    createHandler,
  });
  return {
    clock,
    memory,
    sqs,
    functions,
    queueUrl,
    resultsQueueUrl,
    get posts() {
      return posts;
    },
    get usage() {
      return {
        architecture: design.architecture,
        sqsRequests: Object.values(sqs.requests).reduce((sum, count) => sum + count, 0),
        invocations: functions.invocations,
        gbSeconds: functions.gbSeconds,
        kmsRequests,
        logBytes,
      };
    },
  };
}

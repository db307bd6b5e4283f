import { maxReceiveCount, parsePartnerPolicy } from '@hooklane/core';
import { createEmfMetrics, createJsonLogger, createSqsHandler } from '@hooklane/handler';
import { type Design, instances, type LaneWorld, postsPerInstance } from './design.ts';

const policy = { schedule: 'patient', concurrency: instances * postsPerInstance } as const;

/** A lane as `provisionPartner` makes it, on the preset with which the ancestor can be compared. */
export function hooklane(memoryMb: number): Design {
  return {
    name: `Hooklane, ${memoryMb} MB`,
    memoryMb,
    queue: {
      MessageRetentionPeriod: '864000',
      VisibilityTimeout: '300',
      maxReceiveCount: `${maxReceiveCount(parsePartnerPolicy(policy))}`,
    },
    createHandler,
  };
}

/** As the function of a lane runs it: its logs, its metrics, a secret from SSM. */
function createHandler(world: LaneWorld) {
  const { clock, random, sqs, post, onDecrypt, onLog } = world;
  return createSqsHandler({
    partnerId: 'acme',
    queueUrl: world.queueUrl,
    deadLetterQueueUrl: world.deadLetterQueueUrl,
    resultsQueueUrl: world.resultsQueueUrl,
    policy,
    processes: instances,
    secrets: {
      getSecrets: async () => {
        onDecrypt();
        return ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'];
      },
    },
    transport: {
      post: async () => ({ kind: 'answered', status: await post() }),
      close: () => {},
    },
    clients: { sqs },
    clock,
    random,
    logger: createJsonLogger(clock, onLog),
    metrics: createEmfMetrics({ dimensions: { stage: 'prod' }, clock, write: onLog }),
    tracing: false,
  });
}

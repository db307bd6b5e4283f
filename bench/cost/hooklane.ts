import { maxReceiveCount, type PartnerPolicy, parsePartnerPolicy } from '@hooklane/core';
import { createEmfMetrics, createJsonLogger, createSqsHandler } from '@hooklane/handler';
import { type Design, instances, type LaneWorld, postsPerInstance } from './design.ts';

type Breaker = NonNullable<PartnerPolicy['breaker']>;

/** How a lane is made other than by default. */
export interface HooklaneOptions {
  /** @default 256, as `provisionPartner` */
  readonly memoryMb?: number;
  /** @default the default of a policy */
  readonly breaker?: Breaker;
}

/** A lane as `provisionPartner` makes it, on the preset with which the ancestor can be compared. */
export function hooklane(
  name: string,
  { memoryMb = 256, breaker = {} }: HooklaneOptions = {},
): Design {
  const policy: PartnerPolicy = {
    schedule: 'patient',
    concurrency: instances * postsPerInstance,
    breaker,
  };
  return {
    name,
    memoryMb,
    architecture: 'arm64',
    queue: {
      MessageRetentionPeriod: '864000',
      VisibilityTimeout: '300',
      maxReceiveCount: `${maxReceiveCount(parsePartnerPolicy(policy))}`,
    },
    createHandler: (world) => createHandler(policy, world),
  };
}

/** As the function of a lane runs it: its logs, its metrics, a secret from SSM. */
function createHandler(policy: PartnerPolicy, world: LaneWorld) {
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

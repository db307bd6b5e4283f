import { type PartnerPolicy, parseHook, silentLogger } from '@hooklane/core';
import { createSqsHandler } from '@hooklane/handler';
import { readQueueDepth } from '@hooklane/queue';
import { createVirtualLane } from '../../packages/handler/test/retry-cost/virtual-lane.ts';

/** What a backlog of hooks does whose partner is down. */
export interface ManyHooksFigures {
  readonly hooks: number;
  readonly virtualHours: number;
  readonly attempts: number;
  readonly invocations: number;
  /** Most messages that were in flight at a time, looked at after each batch. */
  readonly mostInFlight: number;
  /** Early hooks that were sent again because the lane had no room for another hold. */
  readonly sentAgain: number;
  /** Hooks that are neither in the lane nor in its dead-letter queue at the end. */
  readonly lost: number;
}

/** How {@link measureManyHooks} runs. */
export interface ManyHooksOptions {
  readonly hooks: number;
  readonly virtualHours: number;
  readonly breaker: NonNullable<PartnerPolicy['breaker']>;
  readonly random: () => number;
  /** Called every ten thousand attempts. */
  readonly onProgress: (attempts: number, inFlight: number) => void;
}

/** Lets many hooks fail in one lane through Hooklane's Lambda handler, on the preset `patient`. */
export async function measureManyHooks(options: ManyHooksOptions): Promise<ManyHooksFigures> {
  const { hooks, virtualHours, breaker, random, onProgress } = options;
  const lane = await createVirtualLane();
  let attempts = 0;
  let requeues = 0;
  let mostInFlight = 0;
  const handler = createSqsHandler({
    partnerId: 'acme',
    queueUrl: lane.queueUrl,
    deadLetterQueueUrl: lane.deadLetterQueueUrl,
    policy: { schedule: 'patient', breaker },
    secrets: { getSecrets: async () => ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] },
    transport: {
      post: async () => {
        attempts += 1;
        return { kind: 'answered', status: 500 };
      },
      close: () => {},
    },
    clients: { sqs: lane.sqs.client },
    clock: lane.clock,
    random,
    logger: silentLogger,
    tracing: false,
    onAttempt: ({ next }) => {
      if (next.kind === 'requeue') requeues += 1;
    },
  });
  await lane.publish(hooks);
  const clients = { sqs: lane.memory };
  let reported = 0;
  await lane.run(handler, {
    forMs: virtualHours * 3_600_000,
    onBatch: async () => {
      const { inFlight } = await readQueueDepth(lane.queueUrl, { clients });
      mostInFlight = Math.max(mostInFlight, inFlight);
      if (attempts - reported < 10_000) return;
      reported = attempts;
      onProgress(attempts, inFlight);
    },
  });
  const kept = new Set(
    ['lane', 'lane-dlq'].flatMap((queue) =>
      lane.memory.inspect(queue).map(({ body }) => parseHook(body).id),
    ),
  );
  return {
    hooks,
    virtualHours,
    attempts,
    invocations: lane.invocations,
    mostInFlight,
    sentAgain: lane.sqs.sentEntries('lane') - hooks - requeues,
    lost: hooks - kept.size,
  };
}

import { parsePartnerPolicy, silentLogger } from '@hooklane/core';
import { createSqsHandler, type Transport } from '../../src/index.ts';
import { createAncestorHandler } from './ancestor.ts';
import type { RequestCount } from './counted-sqs.ts';
import { createVirtualLane, type VirtualLane } from './virtual-lane.ts';

/** What one hook that fails for 72 hours costs. */
export interface OneHookFigures {
  readonly attempts: number;
  readonly invocations: number;
  /** SQS requests that concern the lane and its dead-letter queue. */
  readonly laneRequests: number;
  readonly resultRequests: number;
  /** Milliseconds by which the latest attempt came after it was due. */
  readonly latestMs: number;
  readonly requests: readonly RequestCount[];
}

const hour = 3_600_000;
const runMs = 80 * hour;
const preset = parsePartnerPolicy({ schedule: 'patient' });

/** Lets one hook fail through Hooklane's Lambda handler, on the preset `patient` with its default jitter. */
export async function measureHooklane(random: () => number): Promise<OneHookFigures> {
  const lane = await createVirtualLane();
  const lateness: number[] = [];
  let dueAt = lane.clock.now();
  const transport: Transport = {
    post: async () => {
      lateness.push(lane.clock.now() - dueAt);
      return { kind: 'answered', status: 500 };
    },
    close: () => {},
  };
  const handler = createSqsHandler({
    partnerId: 'acme',
    queueUrl: lane.queueUrl,
    deadLetterQueueUrl: lane.deadLetterQueueUrl,
    resultsQueueUrl: lane.resultsQueueUrl,
    policy: { schedule: 'patient' },
    secrets: { getSecrets: async () => ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] },
    transport,
    clients: { sqs: lane.sqs.client },
    clock: lane.clock,
    random,
    logger: silentLogger,
    tracing: false,
    onAttempt: ({ next }) => {
      if (next.kind === 'requeue') dueAt = next.dueAt;
    },
  });
  await lane.publish(1);
  await lane.run(handler, { forMs: runMs });
  return figuresOf(lane, lateness);
}

/** Lets one hook fail through the ancestor's handler, which has no results in this count. */
export async function measureAncestor(): Promise<OneHookFigures> {
  const lane = await createVirtualLane();
  const start = lane.clock.now();
  const lateness: number[] = [];
  const dueTimes = [0, ...preset.schedule].map((offset) => start + offset);
  const handler = createAncestorHandler({
    sqs: lane.sqs.client,
    queueUrl: lane.queueUrl,
    now: () => lane.clock.now(),
    onPost: () => lateness.push(lane.clock.now() - (dueTimes[lateness.length] ?? 0)),
  });
  await lane.publish(1);
  await lane.run(handler, { forMs: runMs });
  return figuresOf(lane, lateness);
}

function figuresOf(lane: VirtualLane, lateness: readonly number[]): OneHookFigures {
  const requests = lane.sqs.counts();
  const sum = (isCounted: (request: RequestCount) => boolean): number =>
    requests.filter(isCounted).reduce((total, { count }) => total + count, 0);
  return {
    attempts: lateness.length,
    invocations: lane.invocations,
    laneRequests: sum(({ queue }) => queue !== 'results'),
    resultRequests: sum(({ queue }) => queue === 'results'),
    latestMs: Math.max(...lateness),
    requests,
  };
}

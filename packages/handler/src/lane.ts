import {
  maxReceiveCount,
  type PartnerPolicy,
  parsePartnerId,
  parsePartnerPolicy,
  showReceived,
} from '@hooklane/core';
import type { AttemptContext } from './attempt-hook.ts';
import { type Delivery, invalidDelivery } from './delivery-options.ts';
import { createInFlightRoom, type InFlightRoom } from './in-flight-room.ts';
import { createLaneBreaker, type LaneBreaker } from './lane-breaker.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';
import { createUnsettledAttempts, type UnsettledAttempts } from './unsettled-attempts.ts';

/** One partner's lane, as `provisionPartner` returns it, and how it is worked. */
export interface LaneConfig {
  readonly partnerId: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  /** @default every default of {@link PartnerPolicy} */
  readonly policy?: PartnerPolicy | undefined;
  /**
   * Processes that work this lane at the same time, such as the function's `MaximumConcurrency`: each
   * takes its share of `concurrency` and `requestsPerSecond`, one request at a time at least.
   * @default 1
   */
  readonly processes?: number | undefined;
}

/** A lane at work: its configuration, checked, and the state that outlives a batch. */
export interface Lane {
  readonly partnerId: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly delivery: Delivery;
  readonly attemptContext: AttemptContext;
  readonly limiter: Limiter;
  /** `undefined` for no limit. */
  readonly tokens: TokenBucket | undefined;
  readonly breaker: LaneBreaker;
  readonly inFlightRoom: InFlightRoom;
  /** From this many receives on a message is sent again instead of held. */
  readonly mostReceives: number;
  readonly unsettled: UnsettledAttempts;
}

/** The names of {@link LaneConfig}, for those who check options. */
export const laneConfigNames: readonly (keyof LaneConfig)[] = [
  'partnerId',
  'queueUrl',
  'deadLetterQueueUrl',
  'policy',
  'processes',
];

/** Receives left to a message for throttles and crashes when it is sent again. */
const spareReceives = 4;

/**
 * Makes a lane ready for work.
 *
 * @throws HooklaneError `invalid_partner_id`, `invalid_policy`, `invalid_options`
 */
export function createLane(config: LaneConfig, delivery: Delivery): Lane {
  const partnerId = parsePartnerId(config.partnerId);
  const policy = parsePartnerPolicy(config.policy);
  const { queueUrl, deadLetterQueueUrl, processes = 1 } = config;
  checkQueueUrl('queueUrl', queueUrl);
  checkQueueUrl('deadLetterQueueUrl', deadLetterQueueUrl);
  if (!Number.isInteger(processes) || processes < 1) {
    throw invalidDelivery(
      `processes must be an integer from 1. Received: ${showReceived(processes)}`,
    );
  }
  const { clock, logger, queueOptions, inFlightLimit } = delivery;
  const { requestsPerSecond, concurrency, breaker, timeoutMs } = policy;
  return {
    partnerId,
    queueUrl,
    deadLetterQueueUrl,
    delivery,
    attemptContext: { ...delivery, policy },
    limiter: createLimiter(Math.max(1, Math.floor(concurrency / processes))),
    tokens:
      requestsPerSecond === undefined
        ? undefined
        : createTokenBucket(requestsPerSecond / processes, clock),
    breaker: createLaneBreaker({
      partnerId,
      policy: breaker,
      probeTimeoutMs: timeoutMs,
      clock,
      logger,
    }),
    inFlightRoom: createInFlightRoom({
      partnerId,
      queueUrl,
      limit: inFlightLimit,
      queueOptions,
      logger,
    }),
    mostReceives: maxReceiveCount(policy) - spareReceives,
    unsettled: createUnsettledAttempts(),
  };
}

function checkQueueUrl(name: string, value: unknown): void {
  if (typeof value === 'string' && value !== '') return;
  throw invalidDelivery(`${name} must be the URL of a queue. Received: ${showReceived(value)}`);
}

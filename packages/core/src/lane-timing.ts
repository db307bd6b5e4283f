import { longestRetryAfterMs } from './next-step.ts';
import type { ResolvedPartnerPolicy } from './partner-policy.ts';
import { gapAfterAttempt, longestJitter } from './retry-schedule.ts';

/** SQS caps DelaySeconds at 900 (SendMessage). */
export const longestDelaySeconds = 900;
/** SQS caps visibility at 12 hours, counted from the receive (sqs-visibility-timeout). */
export const longestVisibilitySeconds = 43_200;
/** Kept off the 12 hours, for clocks that differ and calls that take time. */
const visibilityMarginSeconds = 60;
/** SQS caps maxReceiveCount at 1,000 (sqs-configure-dead-letter-queue). */
const largestMaxReceiveCount = 1_000;
/** Receives that no schedule explains: throttles, crashes, deployments, redeliveries. */
const receiveSlack = 10;
/** Lambda polls with batches of ten; what is left after the POSTs goes to results, requeues and acknowledging. */
const batchSize = 10;
const settleSeconds = 10;

type BatchPolicy = Pick<ResolvedPartnerPolicy, 'timeoutMs' | 'concurrency'> &
  Partial<Pick<ResolvedPartnerPolicy, 'requestsPerSecond'>> & {
    /** Processes that share the lane's limits. @default 1 */
    readonly processes?: number;
  };

/** `DelaySeconds` for a message that is due at `dueAt`: up to 900, rounded so that it never comes early. */
export function delaySeconds(dueAt: number, now: number): number {
  return Math.min(longestDelaySeconds, Math.max(0, Math.ceil((dueAt - now) / 1_000)));
}

/**
 * Seconds for which a message received at `receivedAt` stays hidden until `dueAt`: at least 1, and
 * never beyond the 12 hours that SQS counts from the receive.
 */
export function holdSeconds(dueAt: number, now: number, receivedAt: number): number {
  const elapsedSeconds = Math.max(0, Math.ceil((now - receivedAt) / 1_000));
  const room = longestVisibilitySeconds - elapsedSeconds - visibilityMarginSeconds;
  return Math.max(1, Math.min(Math.ceil((dueAt - now) / 1_000), room));
}

/**
 * `maxReceiveCount` of a lane: the receives that the longest gap of the schedule takes, as
 * `ApproximateReceiveCount` also counts holds, and ten more. Every attempt is a new message, so the
 * longest single gap decides, not their sum.
 */
export function maxReceiveCount(
  policy: Pick<ResolvedPartnerPolicy, 'schedule' | 'jitter'>,
): number {
  const gaps = policy.schedule.map((_, index) => gapAfterAttempt(policy.schedule, index + 1) ?? 0);
  const longestGapMs = Math.max(
    longestRetryAfterMs,
    ...gaps.map((gap) => gap + longestJitter(gap, policy.jitter)),
  );
  const heldSeconds = Math.max(0, longestGapMs / 1_000 - longestDelaySeconds);
  const holds = Math.ceil(heldSeconds / (longestVisibilitySeconds - visibilityMarginSeconds));
  return Math.min(largestMaxReceiveCount, holds + receiveSlack);
}

/**
 * Seconds that one batch of ten takes at the worst: the time-out of a lane's Lambda function. With a
 * limit of requests a second it also waits for its turn.
 */
export function worstBatchSeconds(policy: BatchPolicy): number {
  const { requestsPerSecond = Number.POSITIVE_INFINITY, processes = 1 } = policy;
  const concurrency = Math.max(1, Math.floor(policy.concurrency / processes));
  const rounds = Math.ceil(batchSize / Math.min(concurrency, batchSize));
  const waitSeconds = (batchSize * processes) / requestsPerSecond;
  return Math.ceil((rounds * policy.timeoutMs) / 1_000 + waitSeconds) + settleSeconds;
}

/**
 * Visibility time-out of a lane: six times {@link worstBatchSeconds}, as AWS advises for Lambda
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html).
 */
export function visibilityTimeoutSeconds(policy: BatchPolicy): number {
  return Math.min(longestVisibilitySeconds, 6 * worstBatchSeconds(policy));
}

import {
  acknowledgeMessages,
  type EntryOutcome,
  type LaneMessage,
  receiveMessages,
  releaseMessages,
  sqsErrorName,
} from '@hooklane/queue';
import type { Lane } from './lane.ts';
import { processBatch } from './process-batch.ts';

/** Takes messages out of one lane and works them until told to stop. */
export interface LanePoller {
  /**
   * Receives no more, lets what is under way end, and gives back what was not begun. After `graceMs`
   * POSTs under way are broken off and given back too.
   */
  stop(graceMs: number): Promise<void>;
}

/** SQS hands out ten messages at most (ReceiveMessage). */
const largestReceive = 10;
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/** Starts to poll a lane. `waitSeconds` is how long SQS waits for a first message. */
export function startPolling(lane: Lane, waitSeconds: number): LanePoller {
  const { clock, logger, queueOptions } = lane.delivery;
  const stopping = new AbortController();
  const breaking = new AbortController();
  const batches = new Set<Promise<void>>();
  const polling = poll();

  return {
    stop: async (graceMs) => {
      stopping.abort();
      const ended = new AbortController();
      const grace = sleepUnlessAborted(graceMs, ended.signal).then(() => breaking.abort());
      await polling;
      await Promise.all(batches);
      ended.abort();
      await grace;
    },
  };

  async function poll(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      await lane.limiter.whenFree();
      if (stopping.signal.aborted) return;
      // Hooks that waited for the place may have taken it meanwhile.
      if (lane.limiter.free < 1) continue;
      try {
        track(work(await receive()));
        failures = 0;
      } catch (error) {
        if (breaking.signal.aborted) return;
        logFailure('Cannot receive from the lane; trying again', sqsErrorName(error));
        const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** failures);
        failures += 1;
        await sleepUnlessAborted(pauseMs, stopping.signal);
      }
    }
  }

  function receive(): Promise<readonly LaneMessage[]> {
    return receiveMessages(lane.queueUrl, {
      ...queueOptions,
      most: Math.min(largestReceive, lane.limiter.free),
      waitSeconds,
      signal: breaking.signal,
    });
  }

  function track(batch: Promise<void>): void {
    batches.add(batch);
    void batch.then(() => batches.delete(batch));
  }

  async function work(messages: readonly LaneMessage[]): Promise<void> {
    if (messages.length === 0) return;
    try {
      const outcome = stopping.signal.aborted
        ? { acknowledge: [], unstarted: messages }
        : await processBatch(messages, lane, { signal: breaking.signal });
      const [acknowledged, released] = await Promise.all([
        acknowledgeMessages(outcome.acknowledge, lane.queueUrl, queueOptions),
        releaseMessages(outcome.unstarted, lane.queueUrl, queueOptions),
      ]);
      logRefusals('Messages could not be acknowledged; they come back', acknowledged);
      logRefusals('Messages could not be given back early', released);
    } catch (error) {
      logFailure('A batch broke off; its messages come back', sqsErrorName(error));
    }
  }

  function logRefusals(message: string, outcomes: readonly EntryOutcome[]): void {
    const refused = outcomes.filter((outcome) => !outcome.ok);
    const [first] = refused;
    if (first !== undefined) logFailure(message, first.code, refused.length);
  }

  function logFailure(message: string, code: string, messages?: number): void {
    logger.error({ message, partnerId: lane.partnerId, code, messages });
  }

  // Aborting such a sleep is how it ends early, not an error.
  function sleepUnlessAborted(ms: number, signal: AbortSignal): Promise<void> {
    return clock.sleep(ms, { signal }).catch(() => {});
  }
}

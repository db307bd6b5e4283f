import {
  acknowledgeMessages,
  type EntryOutcome,
  holdMessages,
  type LaneMessage,
  receiveMessages,
  releaseMessages,
  sqsErrorName,
} from '@hooklane/queue';
import type { Lane } from './lane.ts';
import type { PollGate } from './poll-gate.ts';
import { type BatchOutcome, processBatch } from './process-batch.ts';
import { startHeartbeat, workedVisibilitySeconds } from './visibility-heartbeat.ts';

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
/** Batches whose hooks are POSTed, and only their results and next steps not yet with SQS, before no more are received. */
const mostSettling = 10;
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
/** What failed comes back later each time: every return costs it a receive before the dead-letter queue. */
const firstFailedMs = 30_000;
const longestFailedMs = 15 * 60_000;

/** Starts to poll a lane: through the gate while it is idle, at once while messages come. */
export function startPolling(lane: Lane, gate: PollGate): LanePoller {
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
    let turn: keyof PollGate = 'runFirst';
    while (!stopping.signal.aborted) {
      // The next hooks are received while those before are POSTed: were it one for each place that becomes free, a hook
      // would cost a request each to receive it, to send its result and to delete it.
      await lane.limiter.whenNoneWaits();
      // A batch that is POSTed has a place at least. More of them pile up when SQS is slow to take what came of them.
      while (batches.size >= lane.limiter.places + mostSettling) await Promise.race(batches);
      if (stopping.signal.aborted) return;
      if (lane.limiter.waiting > 0) continue;
      try {
        // A lane to which messages come does not queue behind those to which none come.
        const messages: readonly LaneMessage[] = await gate[turn](receive, stopping.signal);
        turn = messages.length > 0 ? 'runBusy' : 'run';
        failures = 0;
        await begin(messages);
      } catch (error) {
        if (stopping.signal.aborted) return;
        turn = 'run';
        logFailure('Cannot receive from the lane; trying again', sqsErrorName(error));
        const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** failures);
        failures += 1;
        await sleepUnlessAborted(pauseMs, stopping.signal);
      }
    }
  }

  function receive(waitSeconds: number): Promise<readonly LaneMessage[]> {
    return receiveMessages(lane.queueUrl, {
      ...queueOptions,
      most: Math.min(largestReceive, lane.limiter.places),
      waitSeconds,
      visibilitySeconds: workedVisibilitySeconds,
      signal: breaking.signal,
    });
  }

  /** Resolves as soon as the hooks of a batch have their places, or wait for them: they count from then on. */
  function begin(messages: readonly LaneMessage[]): Promise<void> {
    return new Promise((resolve) => {
      track(work(messages, resolve).finally(resolve));
    });
  }

  function track(batch: Promise<void>): void {
    batches.add(batch);
    void batch.then(() => batches.delete(batch));
  }

  async function work(messages: readonly LaneMessage[], onBegun: () => void): Promise<void> {
    if (messages.length === 0) return;
    try {
      const outcome = await processBatch(messages, lane, {
        stop: stopping.signal,
        signal: breaking.signal,
        onDue: (due) => {
          onBegun();
          return startHeartbeat(due, lane);
        },
      });
      await settle(outcome);
    } catch (error) {
      logFailure('A batch broke off; its messages come back', sqsErrorName(error));
    }
  }

  async function settle({ acknowledge, unstarted, failed }: BatchOutcome): Promise<void> {
    const now = clock.now();
    const [acknowledged, released] = await Promise.all([
      acknowledgeMessages(acknowledge, lane.queueUrl, queueOptions),
      releaseMessages(unstarted, lane.queueUrl, queueOptions),
      // When this fails they come back sooner.
      holdMessages(
        failed.map((message) => ({ message, dueAt: now + failedWaitMs(message) })),
        lane.queueUrl,
        queueOptions,
      ),
    ]);
    logRefusals('Messages could not be acknowledged; they come back', acknowledged);
    logRefusals('Messages could not be given back early', released);
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

function failedWaitMs({ receiveCount }: LaneMessage): number {
  return Math.min(longestFailedMs, firstFailedMs * 2 ** (receiveCount - 1));
}

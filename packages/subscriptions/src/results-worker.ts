import {
  type Clock,
  type Logger,
  showReceived,
  sleepUnlessAborted,
  systemClock,
} from '@hooklane/core';
import {
  acknowledgeMessages,
  type QueueOptions,
  receiveMessages,
  sqsErrorName,
} from '@hooklane/queue';
import { consumeMessages } from './consume-messages.ts';
import { type ConsumeOptions, checkConsumeOptions, invalidOptions } from './results-handler.ts';
import { createStderrLogger } from './stderr-logger.ts';

/** How {@link startResultsWorker} reads the results queue. */
export interface ResultsWorkerOptions extends ConsumeOptions, Pick<QueueOptions, 'clients'> {
  readonly resultsQueueUrl: string;
  /** Seconds that a poll waits for a first message: 0 to 20. @default 20 */
  readonly pollSeconds?: number | undefined;
}

/** Reads the results queue until told to stop. */
export interface ResultsWorker extends AsyncDisposable {
  /** Ends after the poll and the batch under way. Stopping twice is fine. */
  stop(): Promise<void>;
}

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
/** ReceiveMessage takes a WaitTimeSeconds of 20 at most. */
const longestPollSeconds = 20;
const knownOptions = [
  'subscriptions',
  'logger',
  'onBatch',
  'clock',
  'clients',
  'resultsQueueUrl',
  'pollSeconds',
];

/**
 * Reads the results queue from your own server, and acknowledges what was taken. Whatever fails is logged and tried
 * again, after pauses of up to half a minute. Several workers may read one queue.
 *
 * @example
 * await using worker = startResultsWorker({ subscriptions, resultsQueueUrl });
 *
 * @throws HooklaneError `invalid_options`
 */
export function startResultsWorker(options: ResultsWorkerOptions): ResultsWorker {
  checkConsumeOptions(options, knownOptions);
  checkPolling(options);
  const clock = options.clock ?? systemClock;
  const logger = options.logger ?? createStderrLogger(clock);
  const stopping = new AbortController();
  const reading = readUntil(stopping.signal, { ...options, clock, logger });
  const stop = async (): Promise<void> => {
    stopping.abort();
    await reading;
  };
  return { stop, [Symbol.asyncDispose]: stop };
}

interface Reading extends ResultsWorkerOptions {
  readonly clock: Clock;
  readonly logger: Logger;
}

async function readUntil(signal: AbortSignal, reading: Reading): Promise<void> {
  const { clock, logger } = reading;
  let failures = 0;
  while (!signal.aborted) {
    try {
      failures = (await readBatch(reading)) ? 0 : failures + 1;
    } catch (error) {
      failures += 1;
      const message = 'Cannot read the results queue; trying again';
      logger.error({ message, code: sqsErrorName(error) });
    }
    if (failures === 0) continue;
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1));
    await sleepUnlessAborted(pauseMs, { clock, signal });
  }
}

/** `false` when results failed: the store may be down, and every receive counts. */
async function readBatch(reading: Reading): Promise<boolean> {
  const { subscriptions, resultsQueueUrl, clients, clock, logger, onBatch } = reading;
  const queueOptions = { clients, clock };
  // Not broken off by a stop: SQS may hand messages to a poll that is.
  const messages = await receiveMessages(resultsQueueUrl, {
    ...queueOptions,
    waitSeconds: reading.pollSeconds ?? longestPollSeconds,
  });
  if (messages.length === 0) return true;
  const { done, batch } = await consumeMessages(messages, { subscriptions, logger });
  const outcomes = await acknowledgeMessages(done, resultsQueueUrl, queueOptions);
  onBatch?.(batch);
  const refused = outcomes.find((outcome) => !outcome.ok);
  if (refused !== undefined) {
    const message = 'Results could not be acknowledged; they come back, and are known then';
    logger.error({ message, code: refused.code });
  }
  return batch.failed === 0;
}

function checkPolling({ resultsQueueUrl, pollSeconds = 0 }: ResultsWorkerOptions): void {
  if (!URL.canParse(resultsQueueUrl)) {
    throw invalidOptions(
      `resultsQueueUrl must be the URL of a queue. Received: ${showReceived(resultsQueueUrl)}`,
    );
  }
  if (!Number.isInteger(pollSeconds) || pollSeconds < 0 || pollSeconds > longestPollSeconds) {
    throw invalidOptions(
      `pollSeconds must be an integer from 0 to 20. Received: ${showReceived(pollSeconds)}`,
    );
  }
}

import { type AttemptResult, type Clock, type Logger, systemClock } from '@hooklane/core';
import {
  acknowledgeMessages,
  type LaneMessage,
  type QueueOptions,
  receiveMessages,
  sqsErrorName,
} from '@hooklane/queue';

/** Reads the results queue until told to stop. */
export interface ResultReader {
  /** Ends after the poll under way. */
  stop(): Promise<void>;
}

/** How {@link startResultReader} reads. */
export interface ResultReaderOptions extends QueueOptions {
  readonly resultsQueueUrl: string;
  readonly waitSeconds: number;
  readonly logger: Logger;
  /** Called with every result, at least once. A result that it throws for comes back. */
  readonly onResult: (result: AttemptResult) => void;
}

const pauseMs = 1_000;

/** Reads results and hands them on, one by one, acknowledging what was taken. */
export function startResultReader(options: ResultReaderOptions): ResultReader {
  const { resultsQueueUrl, waitSeconds, logger, ...queueOptions } = options;
  const clock: Clock = options.clock ?? systemClock;
  let isStopping = false;
  const reading = read();
  return {
    stop: () => {
      isStopping = true;
      return reading;
    },
  };

  async function read(): Promise<void> {
    while (!isStopping) {
      try {
        const messages = await receiveMessages(resultsQueueUrl, { ...queueOptions, waitSeconds });
        const taken = messages.filter(isTaken);
        await acknowledgeMessages(taken, resultsQueueUrl, queueOptions);
      } catch (error) {
        const message = 'Cannot read the results queue; trying again';
        logger.error({ message, code: sqsErrorName(error) });
        await clock.sleep(pauseMs);
      }
    }
  }

  function isTaken({ body }: LaneMessage): boolean {
    try {
      options.onResult(JSON.parse(body));
      return true;
    } catch (error) {
      logger.error({ message: 'onResult threw; the result comes back', code: sqsErrorName(error) });
      return false;
    }
  }
}

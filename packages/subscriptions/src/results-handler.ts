import { type Clock, HooklaneError, type Logger, showReceived, systemClock } from '@hooklane/core';
import { consumeMessages, type ResultsBatch, type ResultsConsumer } from './consume-messages.ts';
import { createStderrLogger } from './stderr-logger.ts';

/** What the consumers of the results queue share. */
export interface ConsumeOptions {
  readonly subscriptions: ResultsConsumer;
  /** @default one JSON line each on standard error */
  readonly logger?: Logger | undefined;
  /** Told of each batch, for counting. */
  readonly onBatch?: ((batch: ResultsBatch) => void) | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
}

/** A Lambda handler for an event source mapping with `ReportBatchItemFailures`. */
export type ResultsHandler = (event: {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}) => Promise<{ readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] }>;

const knownOptions = ['subscriptions', 'logger', 'onBatch', 'clock'];

/**
 * Makes the Lambda handler of the results queue. Make it once, outside the handler.
 *
 * @throws HooklaneError `invalid_options`
 */
export function createResultsHandler(options: ConsumeOptions): ResultsHandler {
  checkConsumeOptions(options, knownOptions);
  const { subscriptions, clock = systemClock, onBatch } = options;
  const logger = options.logger ?? createStderrLogger(clock);
  return async ({ Records }) => {
    const { left, batch } = await consumeMessages(Records, { subscriptions, logger });
    onBatch?.(batch);
    return { batchItemFailures: left.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}

/**
 * Refuses options that nobody reads, and subscriptions that are none.
 *
 * @throws HooklaneError `invalid_options`
 */
export function checkConsumeOptions(options: ConsumeOptions, known: readonly string[]): void {
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw invalidOptions(`unknown option ${JSON.stringify(unknown)}`);
  }
  const { subscriptions } = options as Partial<ConsumeOptions>;
  if (typeof subscriptions?.consumeResults === 'function') return;
  throw invalidOptions(
    `subscriptions must be what createSubscriptions makes. Received: ${showReceived(subscriptions)}`,
  );
}

/** The error for options of a consumer of results. */
export function invalidOptions(what: string): HooklaneError<'invalid_options'> {
  return new HooklaneError('invalid_options', `Options of the consumer of results: ${what}`);
}

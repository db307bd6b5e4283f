import { type Clock, systemClock } from '@hooklane/core';
import { moveMessagesBy } from './move/move-messages.ts';
import type { MoveMessagesOptions } from './move/move-options.ts';
import type { MoveReport } from './move/move-report.ts';
import { reserveMs } from './move/time-reserve.ts';

/** What can be written in JSON of what `moveMessages` takes. */
export type MoveEvent = Partial<
  Pick<
    MoveMessagesOptions,
    | 'from'
    | 'to'
    | 'toAttribute'
    | 'limit'
    | 'ratePerSecond'
    | 'receivers'
    | 'resetAttempts'
    | 'dryRun'
    | 'useMoveTask'
  >
>;

/** What the handler says: `ended` is `'aborted'` when its time was up. Call it again then: it goes on. */
export type MoveHandler = (event: MoveEvent, context?: MoveContext) => Promise<MoveReport>;

/** The part of a Lambda context that is read. */
export interface MoveContext {
  getRemainingTimeInMillis(): number;
}

/** What the function moves unless its event says otherwise. */
export type MoveHandlerOptions = Partial<MoveMessagesOptions>;

/**
 * Makes the handler of a function that moves messages: from a console, a schedule or `aws lambda invoke`. It ends in time,
 * with a report.
 *
 * @example
 * export const handler = createMoveHandler({ from: deadLetterQueueUrl, to: queueUrl, resetAttempts: true });
 */
export function createMoveHandler(defaults: MoveHandlerOptions = {}): MoveHandler {
  const clock: Clock = defaults.clock ?? systemClock;
  return async (event, context) => {
    const stop = new AbortController();
    const over = new AbortController();
    const endsAt = context && clock.now() + context.getRemainingTimeInMillis();
    const leftMs = endsAt && Math.max(0, endsAt - reserveMs(0) - clock.now());
    if (leftMs === 0) stop.abort();
    else if (leftMs !== undefined) {
      clock.sleep(leftMs, { signal: over.signal }).then(
        () => stop.abort(),
        // The move was over first.
        () => undefined,
      );
    }
    const signals = [stop.signal, ...(defaults.signal ? [defaults.signal] : [])];
    try {
      // The event is checked as all options are: what it must not name is refused there.
      const options = { ...defaults, ...event, signal: AbortSignal.any(signals) };
      return await moveMessagesBy(options as MoveMessagesOptions, { endsAt });
    } finally {
      over.abort();
    }
  };
}

import type { Clock } from './clock.ts';
import { refusal, showReceived } from './refusal.ts';

export interface TimestampOptions {
  readonly toleranceSeconds: number;
  readonly clock: Clock;
}

/**
 * Checks a well-formed `webhook-timestamp` against the clock, both in whole seconds.
 *
 * @returns it as a number
 * @throws HooklaneError `timestamp_too_old` or `timestamp_too_new`
 */
export function checkTimestamp(
  timestamp: string,
  { toleranceSeconds, clock }: TimestampOptions,
): number {
  const now = clock.now();
  // NaN is neither too old nor too new, and would let everything pass.
  if (!Number.isFinite(now)) {
    throw refusal(
      'invalid_options',
      `clock.now() must return milliseconds since the epoch. Received: ${showReceived(now)}`,
    );
  }
  const seconds = Number(timestamp);
  const ageSeconds = Math.floor(now / 1000) - seconds;
  if (ageSeconds > toleranceSeconds) {
    throw refusal(
      'timestamp_too_old',
      `webhook-timestamp is ${ageSeconds} s old, and toleranceSeconds is ${toleranceSeconds}. It was sent again, or a clock is wrong`,
    );
  }
  if (-ageSeconds > toleranceSeconds) {
    throw refusal(
      'timestamp_too_new',
      `webhook-timestamp is ${-ageSeconds} s ahead, and toleranceSeconds is ${toleranceSeconds}. A clock is wrong`,
    );
  }
  return seconds;
}

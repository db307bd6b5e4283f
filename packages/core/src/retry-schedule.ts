const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const longestJitterMs = 10 * minute;

/**
 * When the attempts after the first are due, in milliseconds after the first attempt, rising.
 * A hook gets one attempt more than there are offsets.
 */
export type RetrySchedule = readonly number[];

/** The names of the schedules that come with Hooklane. */
export type RetrySchedulePreset = 'standard' | 'patient';

/**
 * The two presets.
 *
 * - `standard`: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h between attempts, over about three days.
 *   Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#deliverability-and-reliability
 * - `patient`: 15 min, 1, 3, 6, 12, 24, 48 and 72 h after the first attempt.
 */
export const retrySchedules: Readonly<Record<RetrySchedulePreset, RetrySchedule>> = {
  standard: runningTotals([
    5 * second,
    5 * minute,
    30 * minute,
    2 * hour,
    5 * hour,
    10 * hour,
    14 * hour,
    20 * hour,
    24 * hour,
  ]),
  patient: [15 * minute, ...[1, 3, 6, 12, 24, 48, 72].map((hours) => hours * hour)],
};

/**
 * Milliseconds from the start of `attempt` to the next one, before jitter; `undefined` when the
 * schedule is used up. Counted from the attempt that just ran, so that a lane which was paused or
 * late goes on with its schedule instead of catching up in a burst.
 */
export function gapAfterAttempt(schedule: RetrySchedule, attempt: number): number | undefined {
  const next = schedule[attempt - 1];
  return next === undefined ? undefined : next - (schedule[attempt - 2] ?? 0);
}

/**
 * By how many milliseconds a gap may be longer: `jitter` is a share of it, and never makes more than ten
 * minutes. That is enough to spread the retries of an outage, and a gap of 12 hours still fits a delay of
 * 15 minutes and one hold, which SQS ends after 12 hours.
 */
export function longestJitter(gapMs: number, jitter: number): number {
  return Math.min(gapMs * jitter, longestJitterMs);
}

function runningTotals(gapsMs: readonly number[]): number[] {
  let total = 0;
  return gapsMs.map((gapMs) => {
    total += gapMs;
    return total;
  });
}

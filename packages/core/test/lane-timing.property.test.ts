import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  delaySeconds,
  gapAfterAttempt,
  holdSeconds,
  longestDelaySeconds,
  longestVisibilitySeconds,
  maxReceiveCount,
} from '../src/index.ts';

const now = fc.integer({ min: 0, max: 4_102_444_800_000 });
const waitMs = fc.integer({ min: -86_400_000, max: 30 * 86_400_000 });
// What SQS allows to be held: its 12 hours, less the minute that is kept free.
const elapsedMs = fc.nat((longestVisibilitySeconds - 61) * 1_000);

it('delays by what SQS takes, and never too short unless capped', () => {
  fc.assert(
    fc.property(now, waitMs, (now, waitMs) => {
      const seconds = delaySeconds(now + waitMs, now);
      expect(Number.isInteger(seconds) && seconds >= 0 && seconds <= longestDelaySeconds).toBe(
        true,
      );
      if (seconds < longestDelaySeconds) {
        expect(seconds * 1_000).toBeGreaterThanOrEqual(waitMs);
        expect(seconds * 1_000).toBeLessThan(Math.max(1_000, waitMs + 1_000));
      }
    }),
  );
});

it('holds within the 12 hours from the receive, and never too short unless capped', () => {
  fc.assert(
    fc.property(now, waitMs, elapsedMs, (now, waitMs, elapsedMs) => {
      const seconds = holdSeconds(now + waitMs, now, now - elapsedMs);
      expect(Number.isInteger(seconds) && seconds >= 1).toBe(true);
      expect(elapsedMs / 1_000 + seconds).toBeLessThanOrEqual(longestVisibilitySeconds - 59);
      const isCapped = elapsedMs / 1_000 + seconds > longestVisibilitySeconds - 62;
      if (!isCapped) expect(seconds * 1_000).toBeGreaterThanOrEqual(waitMs);
    }),
  );
});

it('allows the receives that a hook takes to sit out every gap of its schedule', () => {
  const schedules = fc
    .uniqueArray(fc.integer({ min: 1, max: 30 * 86_400_000 }), { maxLength: 50 })
    .map((offsets) => offsets.toSorted((a, b) => a - b));
  const jitters = fc.double({ min: 0, max: 1, noNaN: true });
  const delayMs = fc.nat(2_000);
  fc.assert(
    fc.property(schedules, jitters, delayMs, (schedule, jitter, delayMs) => {
      const allowed = maxReceiveCount({ schedule, jitter });
      const waits = [
        86_400_000, // A Retry-After.
        ...schedule.map((_, index) => {
          const gapMs = gapAfterAttempt(schedule, index + 1) ?? 0;
          return gapMs + Math.min(gapMs * jitter, 600_000);
        }),
      ];
      for (const waitMs of waits) {
        // Handlers send again, at a cost, what has four receives left.
        expect(receivesUntil(Math.ceil(waitMs), delayMs)).toBeLessThanOrEqual(allowed - 5);
      }
    }),
  );
});

/** Receives of a message that is sent at 0, each handled so many milliseconds after the receive. */
function receivesUntil(dueAt: number, delayMs: number): number {
  let now = delaySeconds(dueAt, 0) * 1_000;
  let receives = 1;
  while (now < dueAt) {
    const receivedAt = now;
    now += delayMs;
    now += holdSeconds(dueAt, now, receivedAt) * 1_000;
    receives += 1;
  }
  return receives;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toSharedMoment } from '../src/shared-moment.ts';

const minuteMs = 60_000;

describe('toSharedMoment', () => {
  it.each([
    [10 * minuteMs, 60_000],
    [5 * minuteMs, 30_000],
    [2 * minuteMs, 10_000],
    [90_000, 5_000],
    [10_000, 1_000],
  ])('of a span of %d ms has a moment every %d ms', (spanMs, stepMs) => {
    const within = { from: 0, to: spanMs };
    expect(toSharedMoment(1, within)).toBe(stepMs);
    expect(toSharedMoment(stepMs, within)).toBe(stepMs);
    expect(toSharedMoment(stepMs + 1, within)).toBe(2 * stepMs);
  });

  it('takes the last moment of the span when the next is beyond it', () => {
    const within = { from: 30_000, to: 30_000 + 10 * minuteMs };
    expect(toSharedMoment(615_000, within)).toBe(600_000);
  });

  it('leaves a time as it is that was drawn from less than ten seconds', () => {
    expect(toSharedMoment(4_321.5, { from: 0, to: 9_999 })).toBe(4_321.5);
  });

  it('never leaves the span', () => {
    const time = fc.integer({ min: 0, max: 4_102_444_800_000 });
    const span = fc.integer({ min: 0, max: 3_600_000 });
    const random = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
    fc.assert(
      fc.property(time, span, random, (from, spanMs, drawn) => {
        const to = from + spanMs;
        const moment = toSharedMoment(from + spanMs * drawn, { from, to });
        expect(moment).toBeGreaterThanOrEqual(from);
        expect(moment).toBeLessThanOrEqual(to);
      }),
    );
  });
});

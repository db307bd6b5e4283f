/** The span within which a time was drawn, in milliseconds since the epoch. */
export interface DrawnWithin {
  readonly from: number;
  readonly to: number;
}

/** Milliseconds between shared moments. More than a minute would turn a spread into bursts. */
const steps = [60_000, 30_000, 10_000, 5_000, 1_000];
/** Moments in a span, at least. */
const fewest = 10;

/**
 * Moves a time that was drawn between `from` and `to` to a moment that all processes share, so that hooks which
 * wait come back together and SQS is asked once for ten of them. Stays in the span, and leaves the time as it is
 * when that is shorter than ten seconds.
 */
export function toSharedMoment(at: number, { from, to }: DrawnWithin): number {
  const step = steps.find((stepMs) => stepMs * fewest <= to - from);
  if (step === undefined) return at;
  const next = Math.ceil(at / step) * step;
  return next <= to ? next : Math.floor(to / step) * step;
}

/** Tells the time. The `Clock` of `@hooklane/core` is one too. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** The wall clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** The moment that a `webhook-timestamp` names. */
export function dateOf(timestampSeconds: number): Date {
  return new Date(timestampSeconds * 1000);
}

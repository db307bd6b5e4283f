/** Where Hooklane counts. One call for each batch, so that a busy lane costs little. */
export interface Metrics {
  record(batch: BatchMetrics): void;
}

/** What one batch of a lane came to. */
export interface BatchMetrics {
  readonly partnerId: string;
  /** POSTs that the partner took. */
  readonly delivered: number;
  /** Attempts that failed, whatever comes next. */
  readonly failed: number;
  /** Hooks that were given up: their schedule is used up. */
  readonly exhausted: number;
  /** Hooks that must never be sent. */
  readonly rejected: number;
  /** Messages that are no hooks. */
  readonly poison: number;
  /** Hooks that the partner does not want: 410 and `webhook-delivery`. */
  readonly declined: number;
  /** Hooks that could not be signed. */
  readonly unsigned: number;
  /** Messages that wait for their time, for the breaker or for a partner that is disabled. */
  readonly held: number;
  /** Milliseconds that each POST took. */
  readonly durationsMs: readonly number[];
  /** Milliseconds from the time at which each hook was due to its POST. */
  readonly delaysMs: readonly number[];
}

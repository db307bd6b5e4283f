/** What is carried, by Hooklane and by the bare client alike. */
export const load = {
  lanes: 4,
  /** Endpoints of each partner: an event to a partner is so many hooks, one batch of SQS. */
  endpoints: 10,
  /** Hooks published whose results are not stored yet: more are published as results come, so nothing piles up. */
  window: 400,
  /** Requests at the same time to a partner. */
  concurrency: 30,
  resultsWorkers: 2,
  /** About 1 KB a hook. */
  padding: 'x'.repeat(750),
} as const;

/** How long each part of the run takes. */
export const seconds = { sustained: 60, warmUp: 4, ceiling: 12, ceilingWarmUp: 2 } as const;

export const stage = 'bench';

export const partnerIds: readonly string[] = Array.from(
  { length: load.lanes },
  (_, index) => `partner-${index}`,
);

import type { Design } from './design.ts';
import { hooklane } from './hooklane.ts';
import type { Traffic } from './run-traffic.ts';

/** Traffic, who carries it beside the ancestor, and what of its cost they may take. */
export interface Comparison {
  readonly traffic: Traffic;
  /** As `provisionPartner` makes a lane by default, and others. */
  readonly judged: readonly Design[];
  /** What is shown and not judged. */
  readonly shown: readonly Design[];
  readonly atMost: number;
  /** What the partner answers. */
  readonly status: number;
}

const byDefault = hooklane('Hooklane');
const smaller = hooklane('Hooklane, 128 MB', { memoryMb: 128 });
const unbroken = hooklane('Hooklane, no breaker', { breaker: false });

const mostDelivered = 0.6;
const mostFailing = 0.06;
const kilobyte = 1_024;
/** The first, and those of the preset `patient`. */
const failingAttempts = 9;

const taken = {
  judged: [byDefault],
  shown: [smaller],
  atMost: mostDelivered,
  status: 200,
} as const;
const refused = { shown: [], atMost: mostFailing, status: 500 } as const;

/** Hooks that a partner takes at once, and hooks that fail for 72 hours. */
export const comparisons: readonly Comparison[] = [
  {
    ...taken,
    traffic: {
      name: 'delivered, 1 KB, 100 a second, published by tens',
      hooks: 6_000,
      perPublish: 10,
      everyMs: 100,
      bodyBytes: kilobyte,
      attempts: 1,
    },
  },
  {
    ...taken,
    traffic: {
      name: 'delivered, 1 KB, one a second',
      hooks: 600,
      perPublish: 1,
      everyMs: 1_000,
      bodyBytes: kilobyte,
      attempts: 1,
    },
  },
  {
    ...taken,
    judged: [],
    shown: [byDefault, smaller],
    traffic: {
      name: 'delivered, 32 KB, 100 a second, published by tens',
      hooks: 3_000,
      perPublish: 10,
      everyMs: 100,
      bodyBytes: 32 * kilobyte,
      attempts: 1,
    },
  },
  {
    ...refused,
    judged: [byDefault],
    traffic: {
      name: 'failing for 72 hours, 1 KB, a hook alone',
      hooks: 1,
      perPublish: 1,
      everyMs: 1_000,
      bodyBytes: kilobyte,
      attempts: failingAttempts,
    },
  },
  {
    ...refused,
    judged: [byDefault, unbroken],
    traffic: {
      name: 'failing for 72 hours, 1 KB, 1,000 hooks within 10 seconds',
      hooks: 1_000,
      perPublish: 10,
      everyMs: 100,
      bodyBytes: kilobyte,
      attempts: failingAttempts,
    },
  },
];

import type { Traffic } from './run-traffic.ts';

/** Traffic, and how much of the ancestor's cost it may take; `undefined` where it is only shown. */
export interface Judged {
  readonly traffic: Traffic;
  readonly atMost?: number;
}

const mostDelivered = 0.6;
const mostFailing = 0.06;
const kilobyte = 1_024;
/** The first, and those of the preset `patient`. */
const failingAttempts = 9;

/** Hooks that a partner takes at once. */
export const delivered: readonly Judged[] = [
  {
    atMost: mostDelivered,
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
    atMost: mostDelivered,
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
    traffic: {
      name: 'delivered, 32 KB, 100 a second, published by tens',
      hooks: 3_000,
      perPublish: 10,
      everyMs: 100,
      bodyBytes: 32 * kilobyte,
      attempts: 1,
    },
  },
];

/** Hooks that fail for 72 hours. */
export const failing: readonly Judged[] = [
  {
    atMost: mostFailing,
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
    atMost: mostFailing,
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

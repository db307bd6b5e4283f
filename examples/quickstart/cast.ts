import type { PartnerPolicy } from '@hooklane/core';

/** How a partner's server of the demo behaves. */
export type Behaviour =
  /** Answers 200 after a time between the two. */
  | { readonly kind: 'healthy'; readonly fromMs: number; readonly toMs: number }
  /** Answers 200 after this time, every time. */
  | { readonly kind: 'hanging'; readonly afterMs: number }
  /** Answers 500 until the demo has run for this time, and 200 from then on. */
  | { readonly kind: 'failing'; readonly forMs: number };

/** A partner of the demo. */
export interface CastMember {
  readonly id: string;
  readonly behaviour: Behaviour;
}

/** Who takes part: four that are well, one that hangs, one that is down at first. */
export const cast: readonly CastMember[] = [
  { id: 'bakery', behaviour: { kind: 'healthy', fromMs: 5, toMs: 20 } },
  { id: 'cinema', behaviour: { kind: 'healthy', fromMs: 5, toMs: 20 } },
  { id: 'dentist', behaviour: { kind: 'healthy', fromMs: 5, toMs: 20 } },
  { id: 'florist', behaviour: { kind: 'healthy', fromMs: 5, toMs: 20 } },
  { id: 'slowpoke', behaviour: { kind: 'hanging', afterMs: 5_000 } },
  { id: 'flaky', behaviour: { kind: 'failing', forMs: 8_000 } },
];

/** Requests at a time to each partner, and offsets short enough to watch. */
export const policy: PartnerPolicy = {
  concurrency: 10,
  schedule: [1_000, 2_500, 5_000, 9_000, 15_000, 25_000],
  // The shared queue and the lanes are worked alike: none skips a partner that is down.
  breaker: false,
};

/** What is published: 3,000 hooks at 200 a second. */
export const traffic = { hooks: 3_000, hooksPerSecond: 200 } as const;

import type { PartnerPolicy } from '@hooklane/core';

/** Somebody who receives webhooks. */
export interface Partner {
  /** 1 to 40 of `a-z0-9_-`. */
  readonly partnerId: string;
  /** What its API can take: requests at a time, requests a second, when to try again. */
  readonly policy: PartnerPolicy;
}

/** The partners that have a lane. */
export const partners: readonly Partner[] = [
  { partnerId: 'acme', policy: { concurrency: 5 } },
  { partnerId: 'globex', policy: { concurrency: 20, schedule: 'patient' } },
];

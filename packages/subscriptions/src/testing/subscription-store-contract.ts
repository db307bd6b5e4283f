import type { ContractCase } from '@hooklane/core/testing';
import { eventCases } from './event-cases.ts';
import { healthCases } from './health-cases.ts';
import { hookCases } from './hook-cases.ts';
import { purgeCases } from './purge-cases.ts';
import { resultCases } from './result-cases.ts';
import type { MakeSubscriptionStore } from './store-case.ts';
import { subscriptionCases } from './subscription-cases.ts';

export type { MakeSubscriptionStore } from './store-case.ts';

/** What every `SubscriptionStore` must do. */
export function subscriptionStoreContract(make: MakeSubscriptionStore): readonly ContractCase[] {
  return [
    ...subscriptionCases,
    ...eventCases,
    ...hookCases,
    ...resultCases,
    ...healthCases,
    ...purgeCases,
  ].map((caseOf) => caseOf(make));
}

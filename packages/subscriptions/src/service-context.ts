import { randomUUID } from 'node:crypto';
import { type Clock, egressGuardOf, HooklaneError, systemClock } from '@hooklane/core';
import type { PublishHooksOptions } from '@hooklane/queue';
import type { OnNotice } from './endpoint-notice.ts';
import type { EventTypes } from './event-types.ts';
import type { HealthPolicy } from './health-rules.ts';
import type { PartnerLanes } from './partner-lanes.ts';
import type { SubscriptionStore } from './subscription-store.ts';
import type { SubscriptionsOptions } from './subscriptions-options.ts';

/** What the functions of the service work with: the options, with every default filled in. */
export interface ServiceContext {
  readonly store: SubscriptionStore;
  readonly publishOptions: PublishHooksOptions;
  readonly eventTypes: EventTypes | undefined;
  readonly partnerLanes: PartnerLanes | undefined;
  readonly removeLaneWithLast: boolean;
  readonly onNotice: OnNotice;
  readonly healthPolicy: HealthPolicy;
  readonly keepBodiesMs: number;
  readonly keepEventsMs: number;
  readonly clock: Clock;
  readonly newHexId: () => string;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * Fills in what was left out.
 *
 * @throws HooklaneError `invalid_options`
 */
export function createServiceContext(options: SubscriptionsOptions): ServiceContext {
  const { store, lanes, clients, egress, clock = systemClock } = options;
  egressGuardOf(egress);
  const healthPolicy = {
    disableAfterMs: options.disableAfterMs ?? 5 * dayMs,
    warnAfterMs: options.warnAfterMs ?? 2.5 * dayMs,
    failureSpreadMs: options.failureSpreadMs ?? 12 * hourMs,
  };
  checkPeriods(healthPolicy);
  return {
    store,
    publishOptions: { lanes, clients, egress, clock },
    eventTypes: options.eventTypes,
    partnerLanes: options.partnerLanes,
    removeLaneWithLast: options.removeLaneWithLast ?? false,
    onNotice: options.onNotice ?? (async () => {}),
    healthPolicy,
    keepBodiesMs: options.keepBodiesMs ?? 30 * dayMs,
    keepEventsMs: options.keepEventsMs ?? 90 * dayMs,
    clock,
    newHexId: options.newHexId ?? (() => randomUUID().replaceAll('-', '')),
  };
}

function checkPeriods({ disableAfterMs, warnAfterMs, failureSpreadMs }: HealthPolicy): void {
  if (disableAfterMs === false) return;
  if (warnAfterMs !== false && warnAfterMs >= disableAfterMs) {
    throw invalid(`warnAfterMs must be less than disableAfterMs. Received: ${warnAfterMs}`);
  }
  if (failureSpreadMs > disableAfterMs) {
    throw invalid(
      `failureSpreadMs must not be more than disableAfterMs. Received: ${failureSpreadMs}`,
    );
  }
}

function invalid(what: string): HooklaneError<'invalid_options'> {
  return new HooklaneError('invalid_options', `createSubscriptions options: ${what}`);
}

import { HooklaneError, showReceived } from '@hooklane/core';
import { knownSubscription } from './change-subscription.ts';
import { checkHealth } from './check-health.ts';
import { consumeResults } from './consume-results.ts';
import { unknownHealth } from './endpoint-health.ts';
import { type EventTypes, listEventTypes } from './event-types.ts';
import { publishEvent } from './publish-event.ts';
import { replayFailed } from './replay-failed.ts';
import { knownHook, replayHook } from './replay-hook.ts';
import { createServiceContext, type ServiceContext } from './service-context.ts';
import { failedStatuses, type HookStatus } from './stored-hook.ts';
import { subscribe } from './subscribe.ts';
import type { EndpointReport, ResumePublishingOptions, Subscriptions } from './subscriptions.ts';
import { parseSubscriptionsOptions, type SubscriptionsOptions } from './subscriptions-options.ts';
import { disableSubscription, enableSubscription } from './switch-subscription.ts';
import { unsubscribe } from './unsubscribe.ts';
import { updateSubscription } from './update-subscription.ts';
import { type ResumedHooks, resumeWaiting } from './waiting-hooks.ts';

const undeliveredStatuses: readonly HookStatus[] = [
  'pending',
  'held',
  'accepted',
  'retrying',
  ...failedStatuses,
];

/**
 * Makes the service around the lanes. It keeps nothing in memory: any number of processes may have one, on the same store.
 *
 * @example
 * const subscriptions = createSubscriptions({
 *   store: createSqliteStore({ path: 'hooklane.db' }),
 *   lanes: createLaneDirectory({ stage: 'prod' }),
 * });
 * await subscriptions.subscribe({ partnerId: 'acme', url: 'https://acme.example/hooks', types: ['transfer.*'] });
 * await subscriptions.publishEvent({ type: 'transfer.created', data: { amount: 12 } });
 *
 * @throws HooklaneError `invalid_options`
 */
export function createSubscriptions<const Types extends EventTypes = EventTypes>(
  options: SubscriptionsOptions<Types>,
): Subscriptions<Types> {
  const context = createServiceContext(parseSubscriptionsOptions(options));
  const { store, clock, keepBodiesMs, keepEventsMs } = context;
  return {
    subscribe: (input) => subscribe(input, context),
    updateSubscription: (id, changes) => updateSubscription(id, changes, context),
    unsubscribe: (id) => unsubscribe(id, context),
    list: (query = {}) => store.listSubscriptions(query),
    get: (id) => store.getSubscription(id),
    disable: (id) => disableSubscription(id, context),
    enable: (id) => enableSubscription(id, context),

    eventTypes: () => listEventTypes(context.eventTypes),
    publishEvent: (event) => publishEvent(event, context),
    resumePublishing: (resume) => resumePublishing(resume, context),

    consumeResults: (results) => consumeResults(results, context),
    health: (subscriptionId) => reportHealth(subscriptionId, context),
    checkHealth: () => checkHealth(context),

    attemptsOf: async (hookId) => {
      await knownHook(hookId, context);
      return store.listAttempts(hookId);
    },
    listHooks: (query = {}) => store.listHooks(query),
    undelivered: (query = {}) => store.listHooks({ ...query, statuses: undeliveredStatuses }),
    replayHook: (hookId) => replayHook(hookId, context),
    replayFailed: (replay = {}) => replayFailed(replay, context),
    purge: () => {
      const now = clock.now();
      return store.purge({ bodiesBefore: now - keepBodiesMs, eventsBefore: now - keepEventsMs });
    },
  };
}

async function resumePublishing(
  { olderThanMs = 30_000, signal }: ResumePublishingOptions = {},
  context: ServiceContext,
): Promise<ResumedHooks> {
  if (!Number.isInteger(olderThanMs) || olderThanMs < 0) {
    throw new HooklaneError(
      'invalid_options',
      `resumePublishing options.olderThanMs must be an integer from 0. Received: ${showReceived(olderThanMs)}`,
    );
  }
  // Created before: of this very millisecond, too, when it is to be all.
  return resumeWaiting({ until: context.clock.now() - olderThanMs + 1, signal }, context);
}

async function reportHealth(id: string, { store }: ServiceContext): Promise<EndpointReport> {
  await knownSubscription(id, store);
  const health = (await store.getHealth(id)) ?? unknownHealth(id);
  const attempts = health.successes + health.failures;
  return { ...health, ...(attempts > 0 && { successRate: health.successes / attempts }) };
}

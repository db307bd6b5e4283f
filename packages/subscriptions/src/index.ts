export type { CheckedHealth } from './check-health.ts';
export type { ResultsBatch, ResultsConsumer } from './consume-messages.ts';
export type { ConsumedResult } from './consume-results.ts';
export { createSubscriptions } from './create-subscriptions.ts';
export type { EndpointHealth } from './endpoint-health.ts';
export type { EndpointNotice, OnNotice } from './endpoint-notice.ts';
export type { EventFilter, FilterCondition } from './event-filter.ts';
export type { EventFields, EventInput } from './event-input.ts';
export type {
  EventData,
  EventTypeDeclaration,
  EventTypes,
  ListedEventType,
} from './event-types.ts';
export type { PartnerLanes } from './partner-lanes.ts';
export type { PublishedEvent, PublishedHook } from './publish-event.ts';
export { type ReadResults, readResults } from './read-results.ts';
export type { ReplayFailedOptions, ReplayProgress, ReplayReport } from './replay-options.ts';
export {
  type ConsumeOptions,
  createResultsHandler,
  type ResultsHandler,
} from './results-handler.ts';
export {
  type ResultsWorker,
  type ResultsWorkerOptions,
  startResultsWorker,
} from './results-worker.ts';
export type { SentHook } from './send-hooks.ts';
export type { StandardSchema } from './standard-schema.ts';
export type { StoredEvent } from './stored-event.ts';
export { failedStatuses, type HookStatus, isFinal, type StoredHook } from './stored-hook.ts';
export type { DisabledReason, Subscription } from './subscription.ts';
export type { SubscribeInput, SubscriptionChanges } from './subscription-input.ts';
export type {
  AddedEvent,
  AddedResult,
  HookMove,
  HookPage,
  HookQuery,
  Purged,
  Retention,
  SubscriptionQuery,
  SubscriptionStore,
} from './subscription-store.ts';
export type { EndpointReport, ResumePublishingOptions, Subscriptions } from './subscriptions.ts';
export type { SubscriptionsOptions } from './subscriptions-options.ts';
export type { ResumedHooks } from './waiting-hooks.ts';

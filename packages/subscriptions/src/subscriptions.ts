import type { AttemptResult } from '@hooklane/core';
import type { CheckedHealth } from './check-health.ts';
import type { ConsumedResult } from './consume-results.ts';
import type { EndpointHealth } from './endpoint-health.ts';
import type { EventInput } from './event-input.ts';
import type { EventTypes, ListedEventType } from './event-types.ts';
import type { PublishedEvent } from './publish-event.ts';
import type { ReplayFailedOptions, ReplayReport } from './replay-options.ts';
import type { SentHook } from './send-hooks.ts';
import type { Subscription } from './subscription.ts';
import type { SubscribeInput, SubscriptionChanges } from './subscription-input.ts';
import type { HookPage, HookQuery, Purged, SubscriptionQuery } from './subscription-store.ts';
import type { ResumedHooks } from './waiting-hooks.ts';

/** Who gets what: subscriptions, the events that are published to them, and what became of these. */
export interface Subscriptions<Types extends EventTypes = EventTypes> {
  /**
   * Subscribes a partner. With `partnerLanes`, the lane is provisioned before its first subscription is stored.
   *
   * @throws HooklaneError `invalid_subscription`, `invalid_partner_id`, `invalid_url`, `blocked_address`,
   * `invalid_filter`, `unknown_event_type`
   */
  subscribe(input: SubscribeInput): Promise<Subscription>;
  /**
   * Changes what a partner gets, and where. Hooks that are published from now on go to the new URL, with those that wait
   * in the store; those in the lane still go to the old one.
   *
   * @throws HooklaneError `unknown_subscription`, `subscription_changed`, `invalid_subscription`, `invalid_url`,
   * `blocked_address`, `invalid_filter`, `unknown_event_type`
   */
  updateSubscription(id: string, changes: SubscriptionChanges): Promise<Subscription>;
  /**
   * Ends a subscription; `false` when there is none. Hooks in the lane are still sent: at once when it was the last one of
   * its partner, and else as the lane of the others runs.
   */
  unsubscribe(id: string): Promise<boolean>;
  /** By partner and then id. */
  list(query?: SubscriptionQuery): Promise<readonly Subscription[]>;
  get(id: string): Promise<Subscription | undefined>;
  /**
   * Lets the hooks of a subscription wait.
   *
   * @throws HooklaneError `unknown_subscription`, `subscription_changed`
   */
  disable(id: string): Promise<Subscription>;
  /**
   * Forgets the failures of a subscription and sends it hooks again, those first that wait.
   *
   * @throws HooklaneError `unknown_subscription`, `subscription_changed`
   */
  enable(id: string): Promise<Subscription>;

  /** The declared types of events, for documents. */
  eventTypes(): readonly ListedEventType[];
  /**
   * Publishes an event to all that subscribe to it. Once this has resolved, every hook is in its lane or stored, for
   * `resumePublishing`. When it throws, call it again with the same `idempotencyKey` or `id`.
   *
   * @throws HooklaneError `invalid_event`, `invalid_partner_id`, `unknown_event_type`, `idempotency_conflict`
   */
  publishEvent(event: EventInput<Types>): Promise<PublishedEvent>;
  /**
   * Publishes hooks that are stored and not known to be in their lane: their call ended half way, or SQS was down. Call it
   * when the process starts and once a minute.
   *
   * @throws HooklaneError `invalid_options`
   */
  resumePublishing(options?: ResumePublishingOptions): Promise<ResumedHooks>;

  /** Stores results and does what follows from them; see `createResultsHandler` and `startResultsWorker`. */
  consumeResults(results: readonly AttemptResult[]): Promise<readonly ConsumedResult[]>;
  /**
   * How the endpoint of a subscription is doing.
   *
   * @throws HooklaneError `unknown_subscription`
   */
  health(subscriptionId: string): Promise<EndpointReport>;
  /** Warns of and disables endpoints that fail and get no more results. Call it once an hour or so. */
  checkHealth(): Promise<CheckedHealth>;

  /**
   * The results of a hook, in the order of its attempts.
   *
   * @throws HooklaneError `unknown_hook`
   */
  attemptsOf(hookId: string): Promise<readonly AttemptResult[]>;
  /**
   * Hooks, newest first.
   *
   * @throws HooklaneError `invalid_options`, `invalid_cursor`
   */
  listHooks(query?: HookQuery): Promise<HookPage>;
  /**
   * Hooks that have not reached their partner, newest first.
   *
   * @throws HooklaneError `invalid_options`, `invalid_cursor`
   */
  undelivered(query?: Omit<HookQuery, 'statuses'>): Promise<HookPage>;
  /**
   * Publishes a hook again, with its id and body, to where its subscription is now. One that is still under way is then
   * twice in its lane.
   *
   * @throws HooklaneError `unknown_hook`, `unknown_subscription`, `subscription_disabled`, `body_expired`
   */
  replayHook(hookId: string): Promise<SentHook>;
  /**
   * Publishes failed hooks again, at a rate.
   *
   * @throws HooklaneError `invalid_options`, `invalid_cursor`
   */
  replayFailed(options?: ReplayFailedOptions): Promise<ReplayReport>;
  /** Removes what is older than `keepBodiesMs` and `keepEventsMs`. Call it once a day or so. */
  purge(): Promise<Purged>;
}

/** Which hooks {@link Subscriptions.resumePublishing} looks at. */
export interface ResumePublishingOptions {
  /**
   * Milliseconds since they were stored, and since a release or a replay took them: calls under way are to be left alone.
   *
   * @default 30000
   */
  readonly olderThanMs?: number | undefined;
  /** Ends it between two pages. */
  readonly signal?: AbortSignal | undefined;
}

/** How an endpoint is doing. */
export interface EndpointReport extends EndpointHealth {
  /** Attempts that it took, of all: 0 to 1; left out before the first. */
  readonly successRate?: number | undefined;
}

import type { AttemptResult } from '@hooklane/core';
import type { EndpointHealth } from './endpoint-health.ts';
import type { StoredEvent } from './stored-event.ts';
import type { HookStatus, StoredHook } from './stored-hook.ts';
import type { Subscription } from './subscription.ts';

/**
 * Where subscriptions, events, hooks and results are kept. Every method is one step: it happens as a whole or not at
 * all, whatever the process does in between. Where a method says so, it is one step for each of what it is given: one
 * that throws has done some of them, and may be called again. All implementations run one contract suite,
 * `@hooklane/subscriptions/testing`.
 */
export interface SubscriptionStore extends AsyncDisposable {
  /**
   * Writes a subscription if the one that is there has the version before (`version - 1`; none for version 1). `false`
   * when it has not: somebody else changed it.
   */
  putSubscription(subscription: Subscription): Promise<boolean>;
  getSubscription(id: string): Promise<Subscription | undefined>;
  /** By partner and then id. */
  listSubscriptions(query: SubscriptionQuery): Promise<readonly Subscription[]>;
  /** With its health; its hooks stay. What is gone is fine. */
  removeSubscription(id: string): Promise<void>;

  /**
   * Adds an event with all its hooks, or finds the one that has its id or its idempotency key already, with the hooks
   * that were stored then.
   */
  addEvent(event: StoredEvent, hooks: readonly StoredHook[]): Promise<AddedEvent>;
  getEvent(id: string): Promise<StoredEvent | undefined>;
  /** Hooks of an event, by id. */
  listHooksOfEvent(eventId: string): Promise<readonly StoredHook[]>;

  getHook(id: string): Promise<StoredHook | undefined>;
  /**
   * Moves hooks from one status to another; those with another status stay as they are. Those that are moved to `pending`
   * have `at` as their `pendingSince` from then on. Says which were moved, by id. A step for each hook.
   */
  moveHooks(ids: readonly string[], change: HookMove): Promise<readonly string[]>;
  /**
   * Newest first. A hook that was changed a moment ago may still be listed, or left out, by its status of before.
   *
   * @throws HooklaneError `invalid_options`, `invalid_cursor`
   */
  listHooks(query: HookQuery): Promise<HookPage>;

  /**
   * Keeps results of attempts and what follows from them for hook and health (`hookAfter`, `healthAfter`). One that is
   * known, by hook and time of the attempt, changes nothing. Says of each, in order, what became of it. A step for each
   * result. Of a subscription that is removed no health is kept.
   */
  addResults(results: readonly AttemptResult[]): Promise<readonly AddedResult[]>;
  /** In the order in which they were made. */
  listAttempts(hookId: string): Promise<readonly AttemptResult[]>;

  /** Left out while no result is known that tells anything of it. */
  getHealth(subscriptionId: string): Promise<EndpointHealth | undefined>;
  /** Writes down that the host was warned; `false` when that is written already, or the endpoint does well again. */
  markWarned(subscriptionId: string, at: number): Promise<boolean>;
  /** Forgets failures and the warning, so that an endpoint that is enabled again starts anew. */
  resetHealth(subscriptionId: string): Promise<void>;
  /** Health of all endpoints that fail since before a time, oldest first. */
  listFailing(query: { readonly since: number }): Promise<readonly EndpointHealth[]>;

  /**
   * Removes what is older than its retention, a step for each event and each hook. Hooks that are not final stay, with
   * their attempts and their event. Returns how many were removed.
   */
  purge(retention: Retention): Promise<Purged>;
  /** Closing twice is fine. */
  close(): Promise<void>;
}

export interface SubscriptionQuery {
  /** @default all partners */
  readonly partnerId?: string | undefined;
}

/** What {@link SubscriptionStore.addEvent} found. */
export interface AddedEvent {
  /** `false` for an event that was there. */
  readonly isNew: boolean;
  readonly event: StoredEvent;
  readonly hooks: readonly StoredHook[];
}

/** How hooks are moved. */
export interface HookMove {
  readonly from: readonly HookStatus[];
  readonly to: HookStatus;
  /** When, in milliseconds since the epoch. Kept of a move to `pending` alone; without it, `pendingSince` stays as it is. */
  readonly at?: number | undefined;
}

/** Which hooks. */
export interface HookQuery {
  readonly partnerId?: string | undefined;
  readonly subscriptionId?: string | undefined;
  /** @default all */
  readonly statuses?: readonly HookStatus[] | undefined;
  /** Created at or after. Milliseconds since the epoch. */
  readonly since?: number | undefined;
  /** Created before. */
  readonly until?: number | undefined;
  /** 1 to 1,000. @default 100 */
  readonly limit?: number | undefined;
  /** Of the page before. */
  readonly cursor?: string | undefined;
}

/** Some hooks, and where to go on. */
export interface HookPage {
  readonly hooks: readonly StoredHook[];
  /** Left out on the last page. */
  readonly cursor?: string | undefined;
}

/** What became of a result. */
export type AddedResult =
  /** It was new; hook and health as they are now. Of a subscription that is removed, the health is that of this result alone. */
  | { readonly kind: 'added'; readonly hook: StoredHook; readonly health: EndpointHealth }
  /** It is known. */
  | { readonly kind: 'known' }
  /** No hook has its id: it was not published by subscriptions, or its retention has ended. */
  | { readonly kind: 'unknown_hook' };

/** What is to go: created before a time, in milliseconds since the epoch. */
export interface Retention {
  /**
   * Bodies of events; the events stay, so that their keys hold. A body stays while a hook of it is `pending` or `held`:
   * it is still to be published.
   */
  readonly bodiesBefore: number;
  /** Events, their hooks and attempts; of hooks that are final. */
  readonly eventsBefore: number;
}

export interface Purged {
  readonly bodies: number;
  readonly events: number;
  readonly hooks: number;
  readonly attempts: number;
}

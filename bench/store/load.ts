import type { AttemptResult } from '@hooklane/core';
import type { SubscriptionStore } from '@hooklane/subscriptions';
import {
  buildAttemptResult,
  buildStoredEvent,
  buildStoredHook,
  buildSubscription,
} from '@hooklane/subscriptions/testing';

const partners = 100;
const hooksPerEvent = 10;

/** What the store is filled with: each event goes to ten partners, each of which has ten subscriptions. */
export const load = {
  partners,
  subscriptions: 1_000,
  events: 10_000,
  hooksPerEvent,
  hooks: 100_000,
  batch: 10,
} as const;

/** Hooks are created one a second. */
const startMs = Date.UTC(2026, 0, 1);
export const endMs: number = startMs + load.hooks * 1_000;

export const hookId = (hook: number): string => `msg_${String(hook).padStart(32, '0')}`;
export const eventId = (event: number): string => `evt_${String(event).padStart(32, '0')}`;
export const subscriptionOf = (hook: number): string => `sub_${hook % load.subscriptions}`;
export const partnerOf = (hook: number): string => `partner-${hook % partners}`;

/** Adds all subscriptions and events. */
export async function addLoad(store: SubscriptionStore): Promise<void> {
  for (let number = 0; number < load.subscriptions; number += 1) {
    const [id, partnerId] = [subscriptionOf(number), partnerOf(number)];
    await store.putSubscription(buildSubscription({ id, partnerId }));
  }
  for (let event = 0; event < load.events; event += 1) {
    const createdAt = startMs + event * hooksPerEvent * 1_000;
    const body = JSON.stringify({
      type: 'transfer.created',
      data: { event, note: 'x'.repeat(900) },
    });
    const hooks = Array.from({ length: hooksPerEvent }, (_, index) => {
      const hook = event * hooksPerEvent + index;
      return buildStoredHook({
        id: hookId(hook),
        eventId: eventId(event),
        partnerId: partnerOf(hook),
        subscriptionId: subscriptionOf(hook),
        createdAt: startMs + hook * 1_000,
      });
    });
    await store.addEvent(buildStoredEvent({ id: eventId(event), createdAt, body }), hooks);
  }
}

/** Gives the store one result for each hook: most are delivered, one of ten fails, one of a thousand for the last time. */
export async function consume(store: SubscriptionStore): Promise<void> {
  for (let hook = 0; hook < load.hooks; hook += load.batch) {
    await store.addResults(
      Array.from({ length: load.batch }, (_, index) => resultOf(hook + index)),
    );
  }
}

function resultOf(hook: number): AttemptResult {
  const startedAt = startMs + hook * 1_000 + 500;
  const base = { hookId: hookId(hook), partnerId: partnerOf(hook), startedAt };
  // Coprime to the number of subscriptions: each of them has its share.
  const draw = (hook * 7 + Math.floor(hook / load.subscriptions)) % 1_000;
  if (draw >= 100) return buildAttemptResult(base);
  return buildAttemptResult({
    ...base,
    outcome: { kind: 'refused', status: 500 },
    next:
      draw === 0
        ? { kind: 'bury', reason: 'exhausted' }
        : { kind: 'requeue', attempt: 2, dueAt: startedAt + 5_000 },
  });
}

/** How many results the health of all endpoints counts. */
export async function countKept(store: SubscriptionStore): Promise<number> {
  let sum = 0;
  for (let number = 0; number < load.subscriptions; number += 1) {
    const health = await store.getHealth(subscriptionOf(number));
    sum += (health?.successes ?? 0) + (health?.failures ?? 0);
  }
  return sum;
}

import { HooklaneError } from '@hooklane/core';
import { createEventBody, isSameEvent } from './event-body.ts';
import { type EventInput, parseEventInput } from './event-input.ts';
import { checkData } from './event-types.ts';
import { fanOut } from './fan-out.ts';
import { createPendingRouter } from './route-pending.ts';
import { type HookToSend, type SentHook, sendHooks } from './send-hooks.ts';
import type { ServiceContext } from './service-context.ts';
import type { StoredEvent } from './stored-event.ts';
import type { HookStatus, StoredHook } from './stored-hook.ts';
import type { AddedEvent } from './subscription-store.ts';

/** What became of the hook for one subscription. */
export type PublishedHook = {
  readonly hookId: string;
  readonly subscriptionId: string;
  readonly partnerId: string;
} & (
  | SentHook
  /** Its subscription is disabled; it is published when that is enabled. */
  | { readonly kind: 'held' }
  /** An earlier call published it, or its subscription ended meanwhile: then it is `discarded`. */
  | { readonly kind: 'known'; readonly status: HookStatus }
);

/** What became of an event. */
export interface PublishedEvent {
  readonly eventId: string;
  /** `false` when it was published before, with its id or its key. */
  readonly isNew: boolean;
  /** One for each subscription that wanted it. */
  readonly hooks: readonly PublishedHook[];
}

/** Stores an event with a hook for each subscription that wants it, and then publishes the hooks. */
export async function publishEvent(
  input: EventInput,
  context: ServiceContext,
): Promise<PublishedEvent> {
  const { event, data } = await readEvent(input, context);
  const { store, partnerLanes } = context;
  const subscriptions = await store.listSubscriptions({ partnerId: event.partnerId });
  const hooks = fanOut(event, { data, subscriptions, canPause: partnerLanes !== undefined });
  const added = await store.addEvent(event, hooks);
  if (!added.isNew && !isSameEvent(added.event, { ...event, data })) throw conflict(added.event.id);
  return publishAdded(added, context);
}

async function readEvent(
  input: EventInput,
  { eventTypes, clock, newHexId }: ServiceContext,
): Promise<{ readonly event: StoredEvent; readonly data: unknown }> {
  const { type, data, partnerId, idempotencyKey, timestamp, id } = parseEventInput(input);
  await checkData({ type, data }, eventTypes);
  const createdAt = clock.now();
  const body = createEventBody({ type, timestamp: timestamp ?? createdAt, data });
  const event = {
    // Does not follow from the key: one that is free again, as its event was purged, makes another event.
    id: id ?? `evt_${newHexId()}`,
    type,
    ...(partnerId !== undefined && { partnerId }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    body: body.text,
    createdAt,
  };
  return { event, data: body.data };
}

/** Sends what is pending, also of an event that was there: the call that stored it may have ended before it could. */
async function publishAdded(added: AddedEvent, context: ServiceContext): Promise<PublishedEvent> {
  const { isNew, event } = added;
  const { hooks, ready } = await routePending(added, context);
  const sent = await sendHooks(ready, context);
  const outcomes = new Map(ready.map(({ hook }, index) => [hook.id, sent[index]]));
  return {
    eventId: event.id,
    isNew,
    hooks: hooks.map((hook) => toPublished(hook, outcomes.get(hook.id))),
  };
}

interface RoutedHooks {
  /** All of the event, as they are now. */
  readonly hooks: readonly StoredHook[];
  readonly ready: readonly HookToSend[];
}

/** Says where pending hooks go. Those of an event that was there are routed anew: subscriptions may have changed since. */
async function routePending(
  { isNew, event: { id, body }, hooks }: AddedEvent,
  context: ServiceContext,
): Promise<RoutedHooks> {
  const pending = hooks.filter(({ status }) => status === 'pending');
  if (body === undefined) return { hooks, ready: [] };
  if (isNew) return { hooks, ready: pending.map((hook) => ({ hook, url: hook.url, body })) };
  const { ready } = await createPendingRouter(context)(pending, async () => body);
  if (ready.length === pending.length) return { hooks, ready };
  // What was put aside is told as it is now, also if another call was faster.
  return { hooks: await context.store.listHooksOfEvent(id), ready };
}

function toPublished(
  { id, subscriptionId, partnerId, status }: StoredHook,
  sent: SentHook | undefined,
): PublishedHook {
  const of = { hookId: id, subscriptionId, partnerId };
  if (sent !== undefined) return { ...of, ...sent };
  return status === 'held' ? { ...of, kind: 'held' } : { ...of, kind: 'known', status };
}

function conflict(eventId: string): HooklaneError<'idempotency_conflict'> {
  return new HooklaneError(
    'idempotency_conflict',
    `Event ${eventId} is stored with another type, partner or data, and nothing was published. Give another event another key`,
  );
}

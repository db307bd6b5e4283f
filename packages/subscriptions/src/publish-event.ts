import { HooklaneError } from '@hooklane/core';
import { createEventBody, isSameEvent } from './event-body.ts';
import { type EventInput, parseEventInput } from './event-input.ts';
import { checkData } from './event-types.ts';
import { fanOut } from './fan-out.ts';
import { eventIdOfKey } from './hook-identity.ts';
import { type SentHook, sendHooks } from './send-hooks.ts';
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
  /** An earlier call published it. */
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
    id: id ?? (idempotencyKey === undefined ? `evt_${newHexId()}` : eventIdOfKey(idempotencyKey)),
    type,
    ...(partnerId !== undefined && { partnerId }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    body: body.text,
    createdAt,
  };
  return { event, data: body.data };
}

/** Sends what is pending, also of an event that was there: the call that stored it may have ended before it could. */
async function publishAdded(
  { isNew, event, hooks }: AddedEvent,
  context: ServiceContext,
): Promise<PublishedEvent> {
  const { body } = event;
  const pending = body === undefined ? [] : hooks.filter(({ status }) => status === 'pending');
  const sent = await sendHooks(
    pending.map((hook) => ({ hook, url: hook.url, body: body ?? '' })),
    context,
  );
  const outcomes = new Map(pending.map(({ id }, index) => [id, sent[index]]));
  return {
    eventId: event.id,
    isNew,
    hooks: hooks.map((hook) => toPublished(hook, outcomes.get(hook.id))),
  };
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

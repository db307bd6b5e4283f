import type { AttemptResult } from '@hooklane/core';
import type { StoredEvent } from '../stored-event.ts';
import type { StoredHook } from '../stored-hook.ts';
import type { Subscription } from '../subscription.ts';

const epoch = Date.UTC(2026, 0, 1);
const url = 'https://partner.example/hooks';
const type = 'transfer.created';

/** A subscription of `acme` to everything, with whatever `fields` says otherwise. */
export function buildSubscription(fields: Partial<Subscription> = {}): Subscription {
  return {
    id: 'sub_1',
    partnerId: 'acme',
    url,
    types: ['*'],
    state: 'active',
    createdAt: epoch,
    updatedAt: epoch,
    version: 1,
    ...fields,
  };
}

/** An event, with whatever `fields` says otherwise. */
export function buildStoredEvent(fields: Partial<StoredEvent> = {}): StoredEvent {
  return { id: 'evt_1', type, body: '{"note":"body-of-an-event"}', createdAt: epoch, ...fields };
}

/** A hook of {@link buildStoredEvent} for {@link buildSubscription} that SQS has, with whatever `fields` says otherwise. */
export function buildStoredHook(fields: Partial<StoredHook> = {}): StoredHook {
  return {
    id: 'msg_1',
    eventId: 'evt_1',
    subscriptionId: 'sub_1',
    partnerId: 'acme',
    url,
    type,
    status: 'accepted',
    attempts: 0,
    createdAt: epoch,
    ...fields,
  };
}

/** The result of an attempt of {@link buildStoredHook} that was delivered, with whatever `fields` says otherwise. */
export function buildAttemptResult(fields: Partial<AttemptResult> = {}): AttemptResult {
  return {
    v: 1,
    hookId: 'msg_1',
    partnerId: 'acme',
    type,
    host: 'partner.example',
    attempt: 1,
    startedAt: epoch + 1_000,
    durationMs: 20,
    outcome: { kind: 'delivered', status: 204 },
    next: { kind: 'finish' },
    ...fields,
  };
}

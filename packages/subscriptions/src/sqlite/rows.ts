import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { AttemptResult } from '@hooklane/core';
import type { EndpointHealth } from '../endpoint-health.ts';
import type { StoredEvent } from '../stored-event.ts';
import type { HookStatus, StoredHook } from '../stored-hook.ts';
import type { Subscription } from '../subscription.ts';

/** A row, as SQLite gives it. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** The values of `INSERT INTO events`, in the order of its columns. */
export function eventValues(event: StoredEvent): readonly SQLInputValue[] {
  const { id, type, partnerId, idempotencyKey, createdAt, body } = event;
  return [id, type, partnerId ?? null, idempotencyKey ?? null, createdAt, body ?? null];
}

/** The event of a row. */
export function eventOf(row: Row): StoredEvent {
  return {
    id: String(row['id']),
    type: String(row['type']),
    createdAt: Number(row['created_at']),
    ...textField('partnerId', row['partner_id']),
    ...textField('idempotencyKey', row['idempotency_key']),
    ...textField('body', row['body']),
  };
}

/** The values of `INSERT INTO hooks`, in the order of its columns. */
export function hookValues(hook: StoredHook): readonly SQLInputValue[] {
  const { id, eventId, subscriptionId, partnerId, url, type, createdAt, pendingSince } = hook;
  return [
    id,
    eventId,
    subscriptionId,
    partnerId,
    url,
    type,
    createdAt,
    pendingSince ?? null,
    ...stateValues(hook),
  ];
}

/** What results change of a hook: the last columns of `hooks`. */
export function stateValues(hook: StoredHook): readonly SQLInputValue[] {
  const { status, attempts, lastAttemptAt, nextDueAt, lastStatus, lastCode } = hook;
  return [
    status,
    attempts,
    lastAttemptAt ?? null,
    nextDueAt ?? null,
    lastStatus ?? null,
    lastCode ?? null,
  ];
}

/** The hook of a row. */
export function hookOf(row: Row): StoredHook {
  return {
    id: String(row['id']),
    eventId: String(row['event_id']),
    subscriptionId: String(row['subscription_id']),
    partnerId: String(row['partner_id']),
    url: String(row['url']),
    type: String(row['type']),
    status: String(row['status']) as HookStatus,
    attempts: Number(row['attempts']),
    createdAt: Number(row['created_at']),
    ...numberField('pendingSince', row['pending_since']),
    ...numberField('lastAttemptAt', row['last_attempt_at']),
    ...numberField('nextDueAt', row['next_due_at']),
    ...numberField('lastStatus', row['last_status']),
    ...textField('lastCode', row['last_code']),
  };
}

/** The values of `INSERT INTO health`, in the order of its columns. */
export function healthValues(health: EndpointHealth): readonly SQLInputValue[] {
  const { subscriptionId, successes, failures } = health;
  return [
    subscriptionId,
    successes,
    failures,
    health.failingSince ?? null,
    health.lastSuccessAt ?? null,
    health.lastFailureAt ?? null,
    health.warnedAt ?? null,
  ];
}

/** The health of a row. */
export function healthOf(row: Row): EndpointHealth {
  return {
    subscriptionId: String(row['subscription_id']),
    successes: Number(row['successes']),
    failures: Number(row['failures']),
    ...numberField('failingSince', row['failing_since']),
    ...numberField('lastSuccessAt', row['last_success_at']),
    ...numberField('lastFailureAt', row['last_failure_at']),
    ...numberField('warnedAt', row['warned_at']),
  };
}

/** The subscription of a row. */
export function subscriptionOf(row: Row): Subscription {
  return JSON.parse(String(row['record'])) as Subscription;
}

/** The result of a row. */
export function resultOf(row: Row): AttemptResult {
  return JSON.parse(String(row['result'])) as AttemptResult;
}

type Value = SQLOutputValue | undefined;

function textField<Name extends string>(
  name: Name,
  value: Value,
): Partial<Readonly<Record<Name, string>>> {
  return value === null || value === undefined
    ? {}
    : ({ [name]: String(value) } as Record<Name, string>);
}

function numberField<Name extends string>(
  name: Name,
  value: Value,
): Partial<Readonly<Record<Name, number>>> {
  return value === null || value === undefined
    ? {}
    : ({ [name]: Number(value) } as Record<Name, number>);
}

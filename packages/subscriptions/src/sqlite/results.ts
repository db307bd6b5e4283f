import type { AttemptResult } from '@hooklane/core';
import { type EndpointHealth, unknownHealth } from '../endpoint-health.ts';
import { healthAfter, hookAfter, isFailure, splitsFailures } from '../record-result.ts';
import type { StoredHook } from '../stored-hook.ts';
import type { AddedResult, SubscriptionStore } from '../subscription-store.ts';
import type { Database } from './database.ts';
import { healthOf, healthValues, hookOf, resultOf, stateValues } from './rows.ts';

type Methods = Pick<SubscriptionStore, 'addResults' | 'listAttempts'>;

/** The methods of a store that work on results. */
export function resultMethods({ connection, transact }: Database): Methods {
  const getHook = connection.prepare('SELECT * FROM hooks WHERE id = ?');
  const updateHook = connection.prepare(
    `UPDATE hooks SET status = ?, attempts = ?, last_attempt_at = ?, next_due_at = ?, last_status = ?, last_code = ?
     WHERE id = ?`,
  );
  const insert = connection.prepare(
    `INSERT INTO attempts (hook_id, started_at, subscription_id, is_failure, result)
     VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const list = connection.prepare(
    'SELECT result FROM attempts WHERE hook_id = ? ORDER BY started_at',
  );
  const health = healthAccess({ connection, transact });

  const add = (result: AttemptResult): AddedResult => {
    const row = getHook.get(result.hookId);
    if (row === undefined) return { kind: 'unknown_hook' };
    const hook = hookOf(row);
    if (!insertAttempt(hook, result)) return { kind: 'known' };
    const changed = hookAfter(hook, result);
    updateHook.run(...stateValues(changed), hook.id);
    return { kind: 'added', hook: changed, health: health.add(hook.subscriptionId, result) };
  };
  const insertAttempt = ({ id, subscriptionId }: StoredHook, result: AttemptResult): boolean => {
    const failure = isFailure(result) ? 1 : 0;
    const text = JSON.stringify(result);
    return insert.run(id, result.startedAt, subscriptionId, failure, text).changes === 1;
  };
  return {
    addResults: async (results) => transact(() => results.map(add)),
    listAttempts: async (hookId) => list.all(hookId).map(resultOf),
  };
}

function healthAccess({ connection }: Database): {
  readonly add: (subscriptionId: string, result: AttemptResult) => EndpointHealth;
} {
  const get = connection.prepare('SELECT * FROM health WHERE subscription_id = ?');
  const hasSubscription = connection.prepare('SELECT 1 FROM subscriptions WHERE id = ?');
  const put = connection.prepare(
    `REPLACE INTO health (subscription_id, successes, failures, failing_since, last_success_at, last_failure_at, warned_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const firstFailure = connection.prepare(
    'SELECT min(started_at) AS at FROM attempts WHERE subscription_id = ? AND is_failure = 1 AND started_at > ?',
  );
  const firstFailureAfter = (subscriptionId: string, at: number): number | undefined => {
    const first = firstFailure.get(subscriptionId, at)?.['at'];
    return typeof first === 'number' ? first : undefined;
  };
  return {
    add: (subscriptionId, result) => {
      const row = get.get(subscriptionId);
      const before = row === undefined ? unknownHealth(subscriptionId) : healthOf(row);
      const after = healthAfter(before, result, {
        firstFailureAfter: splitsFailures(before, result)
          ? firstFailureAfter(subscriptionId, result.startedAt)
          : undefined,
      });
      const isKept = after !== before && hasSubscription.get(subscriptionId) !== undefined;
      if (isKept) put.run(...healthValues(after));
      return after;
    },
  };
}

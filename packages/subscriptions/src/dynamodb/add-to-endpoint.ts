import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { AttemptResult } from '@hooklane/core';
import { unknownHealth } from '../endpoint-health.ts';
import { healthAfter, hookAfter, isFailure, splitsFailures } from '../record-result.ts';
import type { StoredHook } from '../stored-hook.ts';
import type { AddedResult } from '../subscription-store.ts';
import { changedMeanwhile } from './changed-meanwhile.ts';
import { healthOf, healthUpdate, type VersionedHealth } from './health-item.ts';
import { hookItem, hookOf, isUnchanged, type VersionedHook } from './hook-item.ts';
import { expiry, keyItem, text, textOf } from './item.ts';
import { attemptKey, failureKey, hookKey, subscriptionKey, timeText } from './keys.ts';
import type { PlacedResult } from './results.ts';
import { type DynamoTable, mostTries } from './table.ts';
import type { StoreContext } from './write-event.ts';
import { isNew, putWrite, updateWrite } from './writes.ts';

/** Adds results of hooks of one subscription, all or none. */
export async function addToEndpoint(
  context: StoreContext,
  placed: readonly PlacedResult[],
): Promise<readonly AddedResult[]> {
  const { table } = context;
  const results = placed.map(({ result }) => result);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const state = await readState(table, results);
    const added: AddedResult[] = [];
    for (const result of results) added.push(await addToState(table, state, result));
    const writes = writesOf(context, state);
    if (writes.length === 0) return added;
    const refused = await table.transact(writes);
    if (refused.length === 0) return added;
    await table.pause(tries);
  }
  throw changedMeanwhile(`hooks or the health of ${results[0]?.partnerId}`);
}

/** What is read, and then changed in memory by one result after the other. */
interface State {
  readonly hooks: Map<string, VersionedHook>;
  readonly attempts: Set<string>;
  /** `undefined` when the subscription is removed. */
  health: VersionedHealth | undefined;
  isHealthChanged: boolean;
  readonly changed: Set<string>;
  readonly added: { readonly hook: StoredHook; readonly result: AttemptResult }[];
}

async function readState(table: DynamoTable, results: readonly AttemptResult[]): Promise<State> {
  const hookKeys = [...new Set(results.map(({ hookId }) => hookId))].map(hookKey);
  const attemptKeys = results.map(({ hookId, startedAt }) => attemptKey(hookId, startedAt));
  const items = await table.getMany([...hookKeys, ...withoutDoubles(attemptKeys)]);
  const isHook = (sk: string): boolean => sk === hookKey('').sk;
  const hooks = items.filter((item) => isHook(textOf(item, 'sk'))).map(hookOf);
  const attempts = items.filter((item) => !isHook(textOf(item, 'sk')));
  const subscriptionId = hooks[0]?.hook.subscriptionId;
  const subscription =
    subscriptionId === undefined ? undefined : await table.get(subscriptionKey(subscriptionId));
  return {
    hooks: new Map(hooks.map((versioned) => [versioned.hook.id, versioned])),
    attempts: new Set(attempts.map((item) => `${textOf(item, 'pk')} ${textOf(item, 'sk')}`)),
    health:
      subscription === undefined || subscriptionId === undefined
        ? undefined
        : (healthOf(subscription) ?? { health: unknownHealth(subscriptionId), version: 0 }),
    isHealthChanged: false,
    changed: new Set(),
    added: [],
  };
}

async function addToState(
  table: DynamoTable,
  state: State,
  result: AttemptResult,
): Promise<AddedResult> {
  const found = state.hooks.get(result.hookId);
  if (found === undefined) return { kind: 'unknown_hook' };
  const { pk, sk } = attemptKey(result.hookId, result.startedAt);
  if (state.attempts.has(`${pk} ${sk}`)) return { kind: 'known' };
  state.attempts.add(`${pk} ${sk}`);
  const hook = hookAfter(found.hook, result);
  state.hooks.set(hook.id, { ...found, hook });
  state.changed.add(hook.id);
  state.added.push({ hook, result });
  const before = state.health?.health ?? unknownHealth(hook.subscriptionId);
  const firstFailureAfter = splitsFailures(before, result)
    ? await findFailureAfter(table, state, { hook, result })
    : undefined;
  const health = healthAfter(before, result, { firstFailureAfter });
  if (state.health !== undefined && health !== before) {
    state.health = { ...state.health, health };
    state.isHealthChanged = true;
  }
  return { kind: 'added', hook, health };
}

/** The first failure after a success, among those that are written and those that are about to be. */
async function findFailureAfter(
  table: DynamoTable,
  { added }: State,
  { hook, result: { startedAt } }: State['added'][number],
): Promise<number | undefined> {
  const times = added.flatMap(({ result }) => (isFailure(result) ? [result.startedAt] : []));
  const written = table.query({
    KeyConditionExpression: 'pk = :endpoint AND sk >= :after',
    ExpressionAttributeValues: {
      ':endpoint': text(failureKey(hook.subscriptionId, 0, '').pk),
      ':after': text(timeText(startedAt + 1)),
    },
    ConsistentRead: true,
    Limit: 1,
  });
  for await (const item of written) {
    times.push(Number(textOf(item, 'sk').split('#', 1)[0]));
    break;
  }
  const later = times.filter((time) => time > startedAt);
  return later.length === 0 ? undefined : Math.min(...later);
}

function writesOf(
  { table, retentionMs }: StoreContext,
  { hooks, changed, added, health, isHealthChanged }: State,
): readonly TransactWriteItem[] {
  const hookWrites = [...changed].flatMap((id) => {
    const found = hooks.get(id);
    if (found === undefined) return [];
    const { hook, version } = found;
    const item = hookItem({ hook, version: version + 1 }, retentionMs);
    return [putWrite(table.name, item, isUnchanged(version))];
  });
  const attemptWrites = added.flatMap(({ hook, result }) => {
    const { startedAt } = result;
    const ending = expiry(startedAt, retentionMs);
    const record = text(JSON.stringify(result));
    const attempt = { ...keyItem(attemptKey(hook.id, startedAt)), record, ...ending };
    const failure = { ...keyItem(failureKey(hook.subscriptionId, startedAt, hook.id)), ...ending };
    return [
      putWrite(table.name, attempt, isNew),
      ...(isFailure(result) ? [putWrite(table.name, failure)] : []),
    ];
  });
  const healthWrites =
    health !== undefined && isHealthChanged ? [updateWrite(table.name, healthUpdate(health))] : [];
  return [...hookWrites, ...attemptWrites, ...healthWrites];
}

function withoutDoubles<One extends { readonly pk: string; readonly sk: string }>(
  keys: readonly One[],
): readonly One[] {
  return [...new Map(keys.map((key) => [`${key.pk} ${key.sk}`, key])).values()];
}

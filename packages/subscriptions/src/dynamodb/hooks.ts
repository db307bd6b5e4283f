import { mapConcurrently } from '@hooklane/core';
import type { HookStatus, StoredHook } from '../stored-hook.ts';
import { type HookRange, pageOf, parseHookQuery } from '../stores/hook-range.ts';
import { newestFirst } from '../stores/page-cursor.ts';
import type { HookMove, SubscriptionStore } from '../subscription-store.ts';
import { changedMeanwhile } from './changed-meanwhile.ts';
import { completeEvents } from './complete-event.ts';
import { hookItem, hookOf, isUnchanged, type VersionedHook } from './hook-item.ts';
import { recordOf, text } from './item.ts';
import { hookKey, timeAndId, timeGroups, timeText } from './keys.ts';
import { type DynamoTable, mostTries } from './table.ts';
import { indexes } from './table-definition.ts';
import type { StoreContext } from './write-event.ts';

type Methods = Pick<SubscriptionStore, 'getHook' | 'moveHooks' | 'listHooks'>;

/** Requests under way for one call. */
const mostAtOnce = 16;

/** The methods of a store that work on hooks. */
export function hookMethods(context: StoreContext): Methods {
  const { table } = context;
  return {
    getHook: async (id) => {
      const item = await table.get(hookKey(id));
      return item === undefined ? undefined : hookOf(item).hook;
    },
    moveHooks: async (ids, move) => {
      const items = await table.getMany([...new Set(ids)].map(hookKey));
      const moved = await mapConcurrently(items, mostAtOnce, async (item) => {
        const found = hookOf(item);
        return (await moveHook(context, found, move)) ? [found.hook.id] : [];
      });
      return moved.flat();
    },
    listHooks: async (query) => {
      const range = parseHookQuery(query);
      if (query.cursor === undefined) await completeEvents(context);
      const places = range.statuses.flatMap((status) => placesOf(range, status));
      const found = await mapConcurrently(places, mostAtOnce, (place) =>
        readPlace(table, place, range),
      );
      return pageOf(withoutDoubles(found.flat()).toSorted(newestFirst), range);
    },
  };
}

async function moveHook(
  { table, retentionMs }: StoreContext,
  read: VersionedHook,
  { from, to, at }: HookMove,
): Promise<boolean> {
  const change = { status: to, ...(to === 'pending' && at !== undefined && { pendingSince: at }) };
  let found = read;
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (!from.includes(found.hook.status)) return false;
    const { hook, version } = found;
    const moved = hookItem({ hook: { ...hook, ...change }, version: version + 1 }, retentionMs);
    if (await table.put(moved, isUnchanged(version))) return true;
    const item = await table.get(hookKey(hook.id));
    if (item === undefined) return false;
    found = hookOf(item);
  }
  throw changedMeanwhile(`hook ${read.hook.id}`);
}

/** One value of one index. */
interface Place {
  readonly index: keyof typeof indexes;
  readonly value: string;
}

function placesOf({ partnerId, subscriptionId }: HookRange, status: HookStatus): readonly Place[] {
  if (subscriptionId !== undefined) {
    return [{ index: 'bySubscription', value: `${subscriptionId}#${status}` }];
  }
  if (partnerId !== undefined) return [{ index: 'byPartner', value: `${partnerId}#${status}` }];
  return timeGroups(status).map((value) => ({ index: 'byTime', value }));
}

async function readPlace(
  table: DynamoTable,
  { index, value }: Place,
  { partnerId, since, before, limit }: HookRange,
): Promise<readonly StoredHook[]> {
  const from = timeText(since);
  const to = timeAndId(before.createdAt, before.id);
  // DynamoDB refuses a range that ends before it begins.
  if (from > to) return [];
  const items = table.query({
    IndexName: index,
    KeyConditionExpression: `${indexes[index]} = :value AND #time BETWEEN :from AND :to`,
    ExpressionAttributeNames: { '#time': 'time' },
    ExpressionAttributeValues: { ':value': text(value), ':from': text(from), ':to': text(to) },
    ScanIndexForward: false,
    // The range includes the hook that the page before ended with.
    Limit: limit + 2,
  });
  const hooks: StoredHook[] = [];
  for await (const item of items) {
    const hook = recordOf<StoredHook>(item);
    const isWanted = hook.id !== before.id || hook.createdAt !== before.createdAt;
    if (isWanted && (partnerId === undefined || hook.partnerId === partnerId)) hooks.push(hook);
    if (hooks.length > limit) break;
  }
  return hooks;
}

/** A hook whose status changes while the indexes are read may stand in two of them. */
function withoutDoubles(hooks: readonly StoredHook[]): readonly StoredHook[] {
  return [...new Map(hooks.map((hook) => [hook.id, hook])).values()];
}

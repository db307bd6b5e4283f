import { type AttemptResult, mapConcurrently } from '@hooklane/core';
import { isFailure } from '../record-result.ts';
import { failedStatuses, isFinal, type StoredHook } from '../stored-hook.ts';
import type { SubscriptionStore } from '../subscription-store.ts';
import { readHookNames } from './complete-event.ts';
import { type EventEntry, eventEntryOf, eventGroup } from './event-item.ts';
import { hookOf, isUnchanged } from './hook-item.ts';
import { type Item, type Key, recordOf, text, textOf } from './item.ts';
import {
  attemptKey,
  bodyKey,
  eventKey,
  failureKey,
  hookKey,
  idempotencyKey,
  timeGroup,
  timeGroups,
  timeText,
} from './keys.ts';
import { attemptItems } from './results.ts';
import { type DynamoTable, mostInTransaction } from './table.ts';
import type { StoreContext } from './write-event.ts';
import { deleteWrite, updateWrite } from './writes.ts';

/** Requests under way for one call. */
const mostAtOnce = 16;

/** The method of a store that removes what is old, as far as its time to live did not. */
export function purgeMethods(context: StoreContext): Pick<SubscriptionStore, 'purge'> {
  const { table } = context;
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
  return {
    purge: async ({ bodiesBefore, eventsBefore }) => {
      const finals = ['delivered', ...failedStatuses].flatMap(timeGroups);
      const hooks = await readBefore(table, finals, eventsBefore);
      const removed = await mapConcurrently(hooks, mostAtOnce, (item) =>
        removeHook(context, recordOf<StoredHook>(item).id),
      );
      const attempts = removed.flatMap((count) => (count === undefined ? [] : [count]));
      const withBody = await readBefore(table, timeGroups(eventGroup.withBody), bodiesBefore);
      const bodies = await mapConcurrently(withBody, mostAtOnce, (item) => removeBody(table, item));
      const groups = Object.values(eventGroup).flatMap(timeGroups);
      const events = await readBefore(table, groups, eventsBefore);
      const gone = await mapConcurrently(events, mostAtOnce, (item) => removeEvent(table, item));
      return {
        hooks: attempts.length,
        attempts: sum(attempts),
        bodies: bodies.filter(Boolean).length,
        events: gone.filter(Boolean).length,
      };
    },
  };
}

async function readBefore(
  table: DynamoTable,
  groups: readonly string[],
  before: number,
): Promise<readonly Item[]> {
  const found = await mapConcurrently(groups, mostAtOnce, async (group) => {
    const items: Item[] = [];
    for await (const item of table.query({
      IndexName: 'byTime',
      KeyConditionExpression: 'timeGroup = :group AND #time < :before',
      ExpressionAttributeNames: { '#time': 'time' },
      ExpressionAttributeValues: { ':group': text(group), ':before': text(timeText(before)) },
    })) {
      items.push(item);
    }
    return items;
  });
  return found.flat();
}

/** Removes a hook and its attempts. Gives how many, or `undefined` when it is no more final, or gone. */
async function removeHook(context: StoreContext, id: string): Promise<number | undefined> {
  const { table } = context;
  const item = await table.get(hookKey(id));
  if (item === undefined) return undefined;
  const { hook, version } = hookOf(item);
  if (!isFinal(hook.status)) return undefined;
  const keys: Key[] = [];
  let attempts = 0;
  for await (const attempt of attemptItems(context, id)) {
    const result = recordOf<AttemptResult>(attempt);
    attempts += 1;
    keys.push(attemptKey(id, result.startedAt));
    if (isFailure(result)) keys.push(failureKey(hook.subscriptionId, result.startedAt, id));
  }
  // What does not fit one transaction with the hook goes first: the oldest attempts.
  const together = Math.min(keys.length, mostInTransaction - 1);
  await deleteAll(table, keys.slice(0, keys.length - together));
  const refused = await table.transact([
    deleteWrite(table.name, hookKey(id), isUnchanged(version)),
    ...keys.slice(keys.length - together).map((key) => deleteWrite(table.name, key)),
  ]);
  return refused.length === 0 ? attempts : undefined;
}

async function removeBody(table: DynamoTable, { pk, sk }: Item): Promise<boolean> {
  const entry = await readEntry(table, { pk: pk?.S ?? '', sk: sk?.S ?? '' });
  if (entry === undefined || entry.bodyParts === 0) return false;
  const hooks = await readHooks(table, entry);
  if (hooks.some(({ status }) => status === 'pending' || status === 'held')) return false;
  const { id } = entry.event;
  const refused = await table.transact([
    updateWrite(table.name, {
      key: eventKey(id),
      set: {
        bodyParts: { N: '0' },
        timeGroup: text(timeGroup(eventGroup.bare, id)),
      },
      condition: { expression: 'attribute_exists(pk)' },
    }),
    ...bodyKeys(entry).map((key) => deleteWrite(table.name, key)),
  ]);
  return refused.length === 0;
}

async function removeEvent(table: DynamoTable, { pk, sk }: Item): Promise<boolean> {
  const entry = await readEntry(table, { pk: pk?.S ?? '', sk: sk?.S ?? '' });
  if (entry === undefined || (await readHooks(table, entry)).length > 0) return false;
  const { id, idempotencyKey: key } = entry.event;
  const parts: Key[] = [];
  for await (const item of table.query({
    KeyConditionExpression: 'pk = :event AND begins_with(sk, :parts)',
    ExpressionAttributeValues: { ':event': text(eventKey(id).pk), ':parts': text('hooks#') },
    ConsistentRead: true,
  })) {
    parts.push({ pk: textOf(item, 'pk'), sk: textOf(item, 'sk') });
  }
  await table.transact([
    deleteWrite(table.name, eventKey(id)),
    ...(key === undefined ? [] : [deleteWrite(table.name, idempotencyKey(key))]),
    ...bodyKeys(entry).map((body) => deleteWrite(table.name, body)),
  ]);
  // Nobody reads them without the event.
  await deleteAll(table, parts);
  return true;
}

/** The event, unless somebody is still adding it. */
async function readEntry(table: DynamoTable, key: Key): Promise<EventEntry | undefined> {
  const item = await table.get(key);
  const entry = item === undefined ? undefined : eventEntryOf(item);
  return entry?.isAdding ? undefined : entry;
}

async function readHooks(table: DynamoTable, entry: EventEntry): Promise<readonly StoredHook[]> {
  const ids = await readHookNames(table, entry);
  const items = await table.getMany(ids.map(hookKey));
  return items.map((item) => hookOf(item).hook);
}

function bodyKeys({ event, bodyParts }: EventEntry): readonly Key[] {
  return Array.from({ length: bodyParts }, (_, part) => bodyKey(event.id, part));
}

async function deleteAll(table: DynamoTable, keys: readonly Key[]): Promise<void> {
  for (let from = 0; from < keys.length; from += mostInTransaction) {
    const together = keys.slice(from, from + mostInTransaction);
    await table.transact(together.map((key) => deleteWrite(table.name, key)));
  }
}

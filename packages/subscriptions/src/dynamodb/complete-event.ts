import { mapConcurrently } from '@hooklane/core';
import type { StoredHook } from '../stored-hook.ts';
import { type EventEntry, eventEntryOf } from './event-item.ts';
import { hookItem } from './hook-item.ts';
import { type Item, recordOf, text, textOf } from './item.ts';
import { addingKey, addingList, eventKey } from './keys.ts';
import type { DynamoTable } from './table.ts';
import type { StoreContext } from './write-event.ts';
import { deleteWrite, isNew, updateWrite } from './writes.ts';

/** Requests under way for one event. */
const mostAtOnce = 16;

/** Puts the hooks of an event that is there already, those that nobody else did. May be done by several at once. */
export async function completeEvent(context: StoreContext, entry: EventEntry): Promise<void> {
  const { table, retentionMs } = context;
  const { id } = entry.event;
  const hooks = await readHookParts(table, entry);
  await mapConcurrently(hooks, mostAtOnce, (hook) =>
    table.put(hookItem({ hook, version: 1 }, retentionMs), isNew),
  );
  // Refused when another was faster.
  await table.transact([
    updateWrite(table.name, {
      key: eventKey(id),
      set: { isAdding: undefined },
      condition: { expression: 'attribute_exists(#isAdding)' },
    }),
    deleteWrite(table.name, addingKey(id)),
  ]);
}

/** Completes the events that somebody began to add and did not end, so that lists of hooks are whole. */
export async function completeEvents(context: StoreContext): Promise<void> {
  const { table } = context;
  const adding = table.query({
    KeyConditionExpression: 'pk = :list',
    ExpressionAttributeValues: { ':list': text(addingList) },
    ConsistentRead: true,
  });
  for await (const marker of adding) {
    const item = await table.get(eventKey(textOf(marker, 'sk')));
    const entry = item === undefined ? undefined : eventEntryOf(item);
    if (entry?.isAdding) await completeEvent(context, entry);
  }
}

/** The ids of the hooks that were added with an event. */
export async function readHookNames(
  table: DynamoTable,
  entry: EventEntry,
): Promise<readonly string[]> {
  if (entry.names.kind === 'ids') return entry.names.ids;
  const hooks = await readHookParts(table, entry);
  return hooks.map(({ id }) => id);
}

async function readHookParts(
  table: DynamoTable,
  { event, names }: EventEntry,
): Promise<readonly StoredHook[]> {
  if (names.kind === 'ids') return [];
  const parts: Item[] = [];
  for await (const part of table.query({
    KeyConditionExpression: 'pk = :event AND begins_with(sk, :parts)',
    ExpressionAttributeValues: {
      ':event': text(eventKey(event.id).pk),
      ':parts': text(`hooks#${names.token}#`),
    },
    ConsistentRead: true,
  })) {
    parts.push(part);
  }
  return parts.flatMap((part) => recordOf<readonly StoredHook[]>(part));
}

import { randomUUID } from 'node:crypto';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { StoredEvent } from '../stored-event.ts';
import type { StoredHook } from '../stored-hook.ts';
import { completeEvent } from './complete-event.ts';
import { bodyItems, type EventEntry, eventItem, hookPartItems } from './event-item.ts';
import { hookItem } from './hook-item.ts';
import { keyItem, text } from './item.ts';
import { addingKey, hookPartKey, idempotencyKey } from './keys.ts';
import { type DynamoTable, mostInTransaction } from './table.ts';
import { deleteWrite, isNew, putWrite } from './writes.ts';

/** What the methods of the store work with. */
export interface StoreContext {
  readonly table: DynamoTable;
  /** How long hooks that are final and their attempts stay, in milliseconds; `undefined` until they are purged. */
  readonly retentionMs: number | undefined;
}

/** A transaction has 4 MB at most; an item is larger than its record by its keys. */
const mostRecordBytes = 1_500_000;

/** Writes an event with its hooks; `false` when its id or its key is taken. */
export function writeEvent(
  context: StoreContext,
  event: StoredEvent,
  hooks: readonly StoredHook[],
): Promise<boolean> {
  const bytes = hooks.reduce((sum, hook) => sum + Buffer.byteLength(JSON.stringify(hook)), 0);
  const base = writesOf(context.table, event, { kind: 'ids', ids: [] });
  const fits = base.length + hooks.length <= mostInTransaction && bytes <= mostRecordBytes;
  return fits ? writeWhole(context, event, hooks) : writeInParts(context, event, hooks);
}

async function writeWhole(
  { table, retentionMs }: StoreContext,
  event: StoredEvent,
  hooks: readonly StoredHook[],
): Promise<boolean> {
  const ids = hooks.map(({ id }) => id);
  const refused = await table.transact([
    ...writesOf(table, event, { kind: 'ids', ids }),
    ...hooks.map((hook) =>
      putWrite(table.name, hookItem({ hook, version: 1 }, retentionMs), isNew),
    ),
  ]);
  return refused.length === 0;
}

/**
 * Of an event with more hooks than fit a transaction, all hooks are written down first where nobody looks, under a token
 * that only this call knows. The event then names the token: with that it is there, and what is left to do any reader
 * can do (`completeEvent`). Whoever dies before that has added nothing, and leaves parts that nobody reads.
 */
async function writeInParts(
  context: StoreContext,
  event: StoredEvent,
  hooks: readonly StoredHook[],
): Promise<boolean> {
  const { table } = context;
  const token = randomUUID();
  const parts = hookPartItems(event.id, token, hooks);
  for (const part of parts) await table.put(part, isNew);
  const names = { kind: 'parts', token, count: parts.length } as const;
  const refused = await table.transact([
    ...writesOf(table, event, names),
    putWrite(table.name, { ...keyItem(addingKey(event.id)) }),
  ]);
  if (refused.length > 0) {
    const keys = parts.map((_, index) => hookPartKey(event.id, token, index));
    for (const key of keys) await table.transact([deleteWrite(table.name, key)]);
    return false;
  }
  await completeEvent(context, { event, bodyParts: 0, names, isAdding: true });
  return true;
}

function writesOf(
  table: DynamoTable,
  event: StoredEvent,
  names: EventEntry['names'],
): readonly TransactWriteItem[] {
  const { id, idempotencyKey: key } = event;
  const bodies = bodyItems(event);
  const isAdding = names.kind === 'parts';
  const item = eventItem({ event, bodyParts: bodies.length, names, isAdding });
  return [
    putWrite(table.name, item, isNew),
    ...(key === undefined
      ? []
      : [putWrite(table.name, { ...keyItem(idempotencyKey(key)), eventId: text(id) }, isNew)]),
    ...bodies.map((body) => putWrite(table.name, body)),
  ];
}

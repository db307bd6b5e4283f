import type { StoredEvent } from '../stored-event.ts';
import type { AddedEvent, SubscriptionStore } from '../subscription-store.ts';
import { changedMeanwhile } from './changed-meanwhile.ts';
import { completeEvent, readHookNames } from './complete-event.ts';
import { bodyOf, type EventEntry, eventEntryOf } from './event-item.ts';
import { hookOf } from './hook-item.ts';
import { textOf } from './item.ts';
import { bodyKey, eventKey, hookKey, idempotencyKey } from './keys.ts';
import type { DynamoTable } from './table.ts';
import { type StoreContext, writeEvent } from './write-event.ts';

/** How often an event is to be added that is refused and not found. */
const mostLooks = 4;

type Methods = Pick<SubscriptionStore, 'addEvent' | 'getEvent' | 'listHooksOfEvent'>;

/** The methods of a store that work on events. */
export function eventMethods(context: StoreContext): Methods {
  const { table } = context;
  return {
    addEvent: async (event, hooks) => {
      for (let tries = 0; tries < mostLooks; tries += 1) {
        if (await writeEvent(context, event, hooks)) return { isNew: true, event, hooks };
        const known = await findEvent(context, event);
        if (known !== undefined) {
          const [stored, storedHooks] = [await withBody(table, known), await hooksOf(table, known)];
          return { isNew: false, event: stored, hooks: storedHooks };
        }
        // It was there, and was purged in between; or a hook of it is there without it, and stays.
        await table.pause(tries);
      }
      throw changedMeanwhile(`event ${event.id}`, mostLooks);
    },
    getEvent: async (id) => {
      const entry = await readEvent(context, id);
      return entry === undefined ? undefined : withBody(table, entry);
    },
    listHooksOfEvent: async (eventId) => {
      const entry = await readEvent(context, eventId);
      return entry === undefined ? [] : hooksOf(table, entry);
    },
  };
}

async function findEvent(
  context: StoreContext,
  { id, idempotencyKey: key }: StoredEvent,
): Promise<EventEntry | undefined> {
  const known = await readEvent(context, id);
  if (known !== undefined || key === undefined) return known;
  const item = await context.table.get(idempotencyKey(key));
  return item === undefined ? undefined : readEvent(context, textOf(item, 'eventId'));
}

/** An event, completed if whoever began to add it did not. */
async function readEvent(context: StoreContext, id: string): Promise<EventEntry | undefined> {
  const item = await context.table.get(eventKey(id));
  if (item === undefined) return undefined;
  const entry = eventEntryOf(item);
  if (entry.isAdding) await completeEvent(context, entry);
  return entry;
}

async function withBody(
  table: DynamoTable,
  { event, bodyParts }: EventEntry,
): Promise<StoredEvent> {
  const keys = Array.from({ length: bodyParts }, (_, part) => bodyKey(event.id, part));
  const body = bodyOf(await table.getMany(keys), bodyParts);
  return { ...event, ...(body !== undefined && { body }) };
}

async function hooksOf(table: DynamoTable, entry: EventEntry): Promise<AddedEvent['hooks']> {
  const ids = await readHookNames(table, entry);
  const items = await table.getMany(ids.map(hookKey));
  return items.map((item) => hookOf(item).hook).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

import type { StoredEvent } from '../stored-event.ts';
import type { StoredHook } from '../stored-hook.ts';
import { type Item, keyItem, number, numberOf, recordOf, text, textOf } from './item.ts';
import { bodyKey, eventKey, hookPartKey, timeAndId, timeGroup } from './keys.ts';

/** Where the hooks of an event are named: in the event, or in parts that hold them as they were added. */
export type HookNames =
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  | { readonly kind: 'parts'; readonly token: string; readonly count: number };

/** What the item of an event says. */
export interface EventEntry {
  /** Without its body. */
  readonly event: StoredEvent;
  readonly bodyParts: number;
  readonly names: HookNames;
  /** Not all of its hooks are there yet. */
  readonly isAdding: boolean;
}

/** Groups of events in the index by time. */
export const eventGroup = { withBody: 'event', bare: 'bare' } as const;

/** The item of an event. */
export function eventItem({ event, bodyParts, names, isAdding }: EventEntry): Item {
  const { body: _, ...record } = event;
  const group = bodyParts > 0 ? eventGroup.withBody : eventGroup.bare;
  return {
    ...keyItem(eventKey(event.id)),
    record: text(JSON.stringify(record)),
    names: text(JSON.stringify(names)),
    bodyParts: number(bodyParts),
    timeGroup: text(timeGroup(group, event.id)),
    time: text(timeAndId(event.createdAt, event.id)),
    ...(isAdding && { isAdding: { BOOL: true } }),
  };
}

/** What an item says of an event. */
export function eventEntryOf(item: Item): EventEntry {
  return {
    event: recordOf<StoredEvent>(item),
    bodyParts: numberOf(item, 'bodyParts'),
    names: JSON.parse(textOf(item, 'names')) as HookNames,
    isAdding: item['isAdding']?.BOOL === true,
  };
}

/** An item has 400 KB at most, a transaction 4 MB. Source: Service quotas of DynamoDB. */
const partBytes = 300_000;

/** The body of an event, cut into items. */
export function bodyItems({ id, body }: StoredEvent): readonly Item[] {
  if (body === undefined) return [];
  const bytes = Buffer.from(body);
  const count = Math.max(1, Math.ceil(bytes.length / partBytes));
  return Array.from({ length: count }, (_, part) => ({
    ...keyItem(bodyKey(id, part)),
    bytes: { B: bytes.subarray(part * partBytes, (part + 1) * partBytes) },
  }));
}

/** The body, put together; `undefined` when a part is missing. */
export function bodyOf(items: readonly Item[], count: number): string | undefined {
  if (count === 0 || items.length < count) return undefined;
  const inOrder = items.toSorted((one, other) => partOf(one) - partOf(other));
  return Buffer.concat(inOrder.map(({ bytes }) => bytes?.B ?? new Uint8Array())).toString();
}

function partOf(item: Item): number {
  return Number(textOf(item, 'sk').slice('body#'.length));
}

/** Hooks of an event as they are added, many to an item. */
export function hookPartItems(
  eventId: string,
  token: string,
  hooks: readonly StoredHook[],
): readonly Item[] {
  const parts: StoredHook[][] = [[]];
  let room = partBytes;
  for (const hook of hooks) {
    const bytes = Buffer.byteLength(JSON.stringify(hook)) + 1;
    if (bytes > room && parts.at(-1)?.length !== 0) {
      parts.push([]);
      room = partBytes;
    }
    parts.at(-1)?.push(hook);
    room -= bytes;
  }
  return parts.map((part, index) => ({
    ...keyItem(hookPartKey(eventId, token, index)),
    record: text(JSON.stringify(part)),
  }));
}

import { createHash } from 'node:crypto';
import type { Key } from './item.ts';

/** The rest of a key whose partition holds one thing. */
const only = '-';

export const subscriptionKey = (id: string): Key => ({ pk: `sub#${id}`, sk: only });
/** All subscriptions, by partner and then id: `#` comes before whatever a partner's id may hold. */
export const subscriptionList = 'subs';
export const listedSubscriptionKey = (partnerId: string, id: string): Key => ({
  pk: subscriptionList,
  sk: `${partnerId}#${id}`,
});
export const eventKey = (id: string): Key => ({ pk: `evt#${id}`, sk: only });
export const bodyKey = (eventId: string, part: number): Key => ({
  pk: `evt#${eventId}`,
  sk: `body#${part}`,
});
export const hookPartKey = (eventId: string, token: string, part: number): Key => ({
  pk: `evt#${eventId}`,
  sk: `hooks#${token}#${String(part).padStart(6, '0')}`,
});
/** Events whose hooks are not all there yet. */
export const addingList = 'adding';
export const addingKey = (eventId: string): Key => ({ pk: addingList, sk: eventId });
/** A key of the host's may be longer than one of DynamoDB's. */
export const idempotencyKey = (key: string): Key => ({
  pk: `key#${createHash('sha256').update(key).digest('hex')}`,
  sk: only,
});
export const hookKey = (id: string): Key => ({ pk: `hook#${id}`, sk: only });
export const attemptPrefix = 'attempt#';
export const attemptKey = (hookId: string, startedAt: number): Key => ({
  pk: `hook#${hookId}`,
  sk: `${attemptPrefix}${timeText(startedAt)}`,
});
export const failureKey = (subscriptionId: string, startedAt: number, hookId: string): Key => ({
  pk: `failures#${subscriptionId}`,
  sk: `${timeText(startedAt)}#${hookId}`,
});

/** A time, as a text that is ordered as times are. */
export function timeText(ms: number): string {
  return String(ms).padStart(16, '0');
}

/** The place of something among others by time. */
export function timeAndId(ms: number, id: string): string {
  return `${timeText(ms)}#${id}`;
}

const shardCount = 4;
const shards = Array.from({ length: shardCount }, (_, shard) => shard);

/**
 * The group of something in the index by time. Each is cut into four, because DynamoDB takes 1,000 writes a second for
 * one value of an index.
 */
export function timeGroup(group: string, id: string): string {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return `${group}#${sum % shardCount}`;
}

/** All parts of a group. */
export function timeGroups(group: string): readonly string[] {
  return shards.map((shard) => `${group}#${shard}`);
}

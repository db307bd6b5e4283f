import { isFinal, type StoredHook } from '../stored-hook.ts';
import { expiry, type Item, keyItem, number, numberOf, recordOf, text } from './item.ts';
import { hookKey, timeAndId, timeGroup } from './keys.ts';
import type { Condition } from './table.ts';

/** A hook, and how often it was changed. */
export interface VersionedHook {
  readonly hook: StoredHook;
  readonly version: number;
}

/** The item of a hook. What is final goes by itself after `retentionMs`. */
export function hookItem({ hook, version }: VersionedHook, retentionMs: number | undefined): Item {
  const { id, partnerId, subscriptionId, status, createdAt } = hook;
  return {
    ...keyItem(hookKey(id)),
    record: text(JSON.stringify(hook)),
    version: number(version),
    partnerStatus: text(`${partnerId}#${status}`),
    subscriptionStatus: text(`${subscriptionId}#${status}`),
    timeGroup: text(timeGroup(status, id)),
    time: text(timeAndId(createdAt, id)),
    ...(isFinal(status) ? expiry(createdAt, retentionMs) : {}),
  };
}

/** The hook of an item. */
export function hookOf(item: Item): VersionedHook {
  return { hook: recordOf<StoredHook>(item), version: numberOf(item, 'version') };
}

/** The condition that nobody changed a hook since it was read. */
export function isUnchanged(version: number): Condition {
  return { expression: 'version = :read', values: { ':read': number(version) } };
}

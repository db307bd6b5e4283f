import { createHash } from 'node:crypto';
import type { StoredEvent } from './stored-event.ts';

/**
 * The `webhook-id` of the hook of an event for a subscription. The time belongs to it because an event may get the id
 * that another had before it was purged; its hooks have other content, and must not look the same to receivers.
 */
export function hookIdOf(
  { id, createdAt }: Pick<StoredEvent, 'id' | 'createdAt'>,
  subscriptionId: string,
): string {
  return `msg_${hexOf(`${id}.${createdAt}.${subscriptionId}`)}`;
}

/** 128 bits of a hash: as many as a random id has. */
function hexOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

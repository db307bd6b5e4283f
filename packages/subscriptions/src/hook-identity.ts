import { createHash } from 'node:crypto';

/** The id of an event that has an idempotency key: whoever publishes with the key makes the same. */
export function eventIdOfKey(idempotencyKey: string): string {
  return `evt_${hexOf(idempotencyKey)}`;
}

/** The `webhook-id` of the hook of an event for a subscription: publishing again makes the same. */
export function hookIdOf(eventId: string, subscriptionId: string): string {
  return `msg_${hexOf(`${eventId}.${subscriptionId}`)}`;
}

/** 128 bits of a hash: as many as a random id has. */
function hexOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

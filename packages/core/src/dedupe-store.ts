/** What a {@link DedupeStore} says about a hook. */
export type DedupeClaim =
  /** Nobody has it: deliver it. */
  | { readonly kind: 'claimed' }
  /** Another attempt of it is under way, here or elsewhere. */
  | { readonly kind: 'busy' }
  /** The partner has it already, and answered with this status. */
  | { readonly kind: 'delivered'; readonly status: number };

/**
 * Remembers for a while which hooks were delivered, so that a message that SQS hands out twice is POSTed
 * once. It makes duplicates fewer, never impossible: a crash between the POST and `complete` leaves one.
 * A store that fails is passed over.
 */
export interface DedupeStore {
  /** Claims a hook for one attempt; the claim ends by itself after `leaseMs` milliseconds. */
  claim(key: string, options: { readonly leaseMs: number }): Promise<DedupeClaim>;
  /** The partner has the hook. */
  complete(key: string, status: number): Promise<void>;
  /** The partner does not have it: the next attempt may claim it at once. */
  release(key: string): Promise<void>;
}

/** The key of a hook in a {@link DedupeStore}. */
export function dedupeKey(hook: { readonly partnerId: string; readonly id: string }): string {
  return `${hook.partnerId}/${hook.id}`;
}

/** Where a hook is on its way. */
export type HookStatus =
  /** Stored, and not known to be in its lane yet. */
  | 'pending'
  /** Kept back, because its subscription is disabled while others of the partner are not. */
  | 'held'
  /** SQS has it. */
  | 'accepted'
  /** An attempt failed, and there will be another. */
  | 'retrying'
  | 'delivered'
  /** Its schedule is used up: it is a dead letter. */
  | 'exhausted'
  /** It must never be sent, such as to a private address: it is a dead letter, or was not even published. */
  | 'rejected'
  /** The partner says that the endpoint is no more. */
  | 'gone'
  /** The partner never wants this hook. */
  | 'aborted'
  /** The partner was deleted while it was under way. */
  | 'discarded';

/** One hook of an event, for one subscription. */
export interface StoredHook {
  /** The `webhook-id`. It follows from the event and the subscription, so that publishing again gives the same. */
  readonly id: string;
  readonly eventId: string;
  readonly subscriptionId: string;
  readonly partnerId: string;
  readonly url: string;
  readonly type: string;
  readonly status: HookStatus;
  /** Attempts of which there is a result, replays included. */
  readonly attempts: number;
  /** Milliseconds since the epoch, as all times here. */
  readonly createdAt: number;
  /** When it was moved to `pending` last, such as by a replay; left out when it never was. */
  readonly pendingSince?: number | undefined;
  /** The newest attempt; of a hook that is delivered, the newest that delivered it. */
  readonly lastAttemptAt?: number | undefined;
  /** When its next attempt is due, while it is retried. */
  readonly nextDueAt?: number | undefined;
  /** Status of the last answer. */
  readonly lastStatus?: number | undefined;
  /** Why there was none: `timeout`, `reset`, `blocked_address`. */
  readonly lastCode?: string | undefined;
}

/** Hooks in these states have not reached their partner, and nothing more happens to them by itself. */
export const failedStatuses: readonly HookStatus[] = [
  'exhausted',
  'rejected',
  'gone',
  'aborted',
  'discarded',
];

/** Tells whether a hook's way has ended. */
export function isFinal(status: HookStatus): boolean {
  return status === 'delivered' || failedStatuses.includes(status);
}

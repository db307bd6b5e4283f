/** An event, as it was published. */
export interface StoredEvent {
  /** `evt_` and 32 hex digits, unless the host gave one: 1 to 64 of `A-Z`, `a-z`, `0-9`, `_` and `-`. */
  readonly id: string;
  readonly type: string;
  /** The one partner whom it concerns; left out when it is for all that subscribe. */
  readonly partnerId?: string | undefined;
  /** A second event with the same key is the first one. */
  readonly idempotencyKey?: string | undefined;
  /** The exact text that every hook of it sends; left out once its retention has ended. */
  readonly body?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

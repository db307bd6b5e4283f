import type { EventFilter } from './event-filter.ts';

/** Why a subscription gets no hooks. */
export type DisabledReason =
  /** Nothing but failures for too long. */
  | 'failing'
  /** The partner answered 410, or asked for no more hooks. */
  | 'gone'
  /** The host said so. */
  | 'host';

/** Which events of a partner go to which URL. */
export interface Subscription {
  /** `sub_` and 32 hex digits. */
  readonly id: string;
  readonly partnerId: string;
  readonly url: string;
  /** Types of events, or patterns: `transfer.created`, `transfer.*`, `*`. */
  readonly types: readonly string[];
  /** Only events whose data is so. */
  readonly filter?: EventFilter | undefined;
  readonly description?: string | undefined;
  readonly state: 'active' | 'disabled';
  /** Left out while it is active. */
  readonly disabledReason?: DisabledReason | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
  /** Raised by every change, from 1: a change of what somebody else changed in between is refused. */
  readonly version: number;
}

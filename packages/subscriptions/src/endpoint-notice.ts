import type { EndpointHealth } from './endpoint-health.ts';
import type { Subscription } from './subscription.ts';

/** What the host is told of an endpoint. */
export type EndpointNotice =
  /** It has been failing for long, and will be disabled unless it does well again. */
  | {
      readonly kind: 'endpoint_failing';
      readonly subscription: Subscription;
      readonly health: EndpointHealth;
      /** Milliseconds since the epoch, as all times here. */
      readonly failingSince: number;
      /** Left out when failing endpoints are not disabled. */
      readonly disablesAt?: number | undefined;
    }
  /** It gets no more hooks until the host enables it. */
  | {
      readonly kind: 'endpoint_disabled';
      /** As it is about to be written. */
      readonly subscription: Subscription;
      readonly reason: 'failing' | 'gone';
      /** Left out when it said that it is gone. */
      readonly failingSince?: number | undefined;
    }
  /** It does well again after the host was warned. */
  | {
      readonly kind: 'endpoint_recovered';
      readonly subscription: Subscription;
      /** When an attempt succeeded. */
      readonly recoveredAt: number;
    };

/**
 * Tells the host. A notice counts as given once this has resolved; otherwise it is given again, and now and then it is
 * given twice. Make it a write to a queue or a table of yours.
 */
export type OnNotice = (notice: EndpointNotice) => Promise<void>;

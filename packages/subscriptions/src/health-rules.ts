import type { EndpointHealth } from './endpoint-health.ts';
import type { Subscription } from './subscription.ts';

/** When an endpoint that fails is warned of and disabled. */
export interface HealthPolicy {
  /** Milliseconds of nothing but failures, after which an endpoint is disabled; `false` for never. */
  readonly disableAfterMs: number | false;
  /** Milliseconds of nothing but failures, after which the host is warned; `false` for never. */
  readonly warnAfterMs: number | false;
  /** Milliseconds that the first and the last failure must lie apart, before anything is done. */
  readonly failureSpreadMs: number;
}

/** What is to be done about an endpoint. */
export type HealthDecision =
  | { readonly kind: 'leave' }
  | { readonly kind: 'warn'; readonly failingSince: number }
  | { readonly kind: 'disable'; readonly failingSince: number };

/** What {@link decideHealth} looks at, beside the health. */
export interface DecideHealthOptions {
  readonly subscription: Pick<Subscription, 'state' | 'updatedAt'>;
  readonly policy: HealthPolicy;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const leave: HealthDecision = { kind: 'leave' };

/** Decides what is to be done about an endpoint that may be failing. */
export function decideHealth(
  health: EndpointHealth,
  { subscription, policy, now }: DecideHealthOptions,
): HealthDecision {
  const { lastFailureAt, warnedAt } = health;
  if (subscription.state !== 'active') return leave;
  if (health.failingSince === undefined || lastFailureAt === undefined) return leave;
  // What failed before the last change tells nothing of what is there now: results come late, and an endpoint that was
  // mended and enabled again must not be disabled by them.
  const failingSince = Math.max(health.failingSince, subscription.updatedAt);
  if (lastFailureAt - failingSince < policy.failureSpreadMs) return leave;
  const failingMs = now - failingSince;
  if (policy.disableAfterMs !== false && failingMs >= policy.disableAfterMs) {
    return { kind: 'disable', failingSince };
  }
  if (policy.warnAfterMs !== false && failingMs >= policy.warnAfterMs && warnedAt === undefined) {
    return { kind: 'warn', failingSince };
  }
  return leave;
}

/** Tells whether nothing can be due for an endpoint, without a look at its subscription. */
export function isHealthy(
  { failingSince }: EndpointHealth,
  due: { readonly before: number },
): boolean {
  return failingSince === undefined || failingSince > due.before;
}

/** The youngest failing that anything is done about; `undefined` when nothing ever is. */
export function shortestFailingMs({
  disableAfterMs,
  warnAfterMs,
}: HealthPolicy): number | undefined {
  const afterMs = [disableAfterMs, warnAfterMs].filter((ms) => ms !== false);
  return afterMs.length === 0 ? undefined : Math.min(...afterMs);
}

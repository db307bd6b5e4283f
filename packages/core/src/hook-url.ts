import { createEgressGuard, type EgressGuard } from './egress-guard.ts';
import type { EgressPolicy } from './egress-policy.ts';

const strict = createEgressGuard();
const guards = new WeakMap<EgressPolicy, EgressGuard>();

/**
 * Gives the guard of a policy. A policy is read once, however many hooks it serves: do not change it later.
 *
 * @throws HooklaneError `invalid_options`
 */
export function egressGuardOf(egress: EgressPolicy | undefined): EgressGuard {
  if (egress === undefined) return strict;
  const known = guards.get(egress);
  if (known !== undefined) return known;
  const guard = createEgressGuard(egress);
  guards.set(egress, guard);
  return guard;
}

/**
 * Reads the URL of a hook as {@link EgressGuard.parseUrl} does.
 *
 * @throws HooklaneError `invalid_url`, `blocked_address`, `invalid_options`
 */
export function parseHookUrl(value: unknown, egress?: EgressPolicy): URL {
  return egressGuardOf(egress).parseUrl(value);
}

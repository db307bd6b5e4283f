import type { AttemptResult } from '@hooklane/core';
import type { ServiceContext } from './service-context.ts';

/**
 * Tells the host of endpoints that it was warned of and that do well again, before that is written down: results that
 * come again because something ended in between tell it again.
 */
export async function announceRecoveries(
  results: readonly AttemptResult[],
  { store, clock, onNotice, healthPolicy: { warnAfterMs } }: ServiceContext,
): Promise<void> {
  const successes = results.filter(
    ({ outcome }) => outcome.kind === 'delivered' || outcome.kind === 'aborted',
  );
  if (warnAfterMs === false || successes.length === 0) return;
  // Few endpoints fail for so long: one short query spares a look at the hook of every result.
  const failing = await store.listFailing({ since: clock.now() - warnAfterMs + 1 });
  const warned = new Set(
    failing.filter(({ warnedAt }) => warnedAt !== undefined).map((one) => one.subscriptionId),
  );
  if (warned.size === 0) return;
  for (const { hookId, startedAt } of successes) {
    const subscriptionId = (await store.getHook(hookId))?.subscriptionId ?? '';
    if (!warned.has(subscriptionId)) continue;
    // The list may be a moment old.
    const health = await store.getHealth(subscriptionId);
    if (health?.warnedAt === undefined || startedAt < (health.lastFailureAt ?? 0)) continue;
    warned.delete(subscriptionId);
    const subscription = await store.getSubscription(subscriptionId);
    if (subscription === undefined) continue;
    await onNotice({ kind: 'endpoint_recovered', subscription, recoveredAt: startedAt });
  }
}

import type { Subscriptions } from '@hooklane/subscriptions';

/** Says, a line per partner, what the stored results tell of its endpoint. */
export async function describeHealth(subscriptions: Subscriptions): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { id, partnerId } of await subscriptions.list()) {
    const { successes, failures, successRate } = await subscriptions.health(id);
    const { hooks, cursor } = await subscriptions.undelivered({ subscriptionId: id, limit: 1_000 });
    const rate = successRate === undefined ? '–' : `${Math.floor(successRate * 100)} %`;
    const undelivered = `${hooks.length.toLocaleString('en')}${cursor === undefined ? '' : ' or more'}`;
    lines.push(
      `  ${partnerId.padEnd(10)}${rate.padStart(6)} of ${(successes + failures).toLocaleString('en').padStart(5)} attempts${undelivered.padStart(8)} undelivered`,
    );
  }
  return lines;
}

import { type AttemptResult, wantsNoMoreHooks } from '@hooklane/core';
import { announceRecoveries } from './announce-recoveries.ts';
import type { EndpointHealth } from './endpoint-health.ts';
import { isHealthy, shortestFailingMs } from './health-rules.ts';
import { type GoneAnswer, judgeEndpoint } from './judge-endpoint.ts';
import type { ServiceContext } from './service-context.ts';
import type { AddedResult } from './subscription-store.ts';

/** What became of a result. */
export type ConsumedResult =
  | { readonly kind: AddedResult['kind'] }
  /** Hand it in again: it may be stored, but not all that follows from it is done. */
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Stores results and does what follows from them. Says of each, in order, what became of it; one that cannot be stored
 * does not keep the others from it. Results that are known are judged again: the one who stored them may have ended
 * before it could.
 */
export async function consumeResults(
  results: readonly AttemptResult[],
  context: ServiceContext,
): Promise<readonly ConsumedResult[]> {
  try {
    return await consumeBatch(results, context);
  } catch (error) {
    if (results.length <= 1) return results.map(() => ({ kind: 'failed', error }));
  }
  const consumed: ConsumedResult[] = [];
  for (const result of results) consumed.push(...(await consumeResults([result], context)));
  return consumed;
}

async function consumeBatch(
  results: readonly AttemptResult[],
  context: ServiceContext,
): Promise<readonly ConsumedResult[]> {
  await announceRecoveries(results, context);
  const added = await context.store.addResults(results);
  const consumed: ConsumedResult[] = added.map(({ kind }) => ({ kind }));
  for (const [subscriptionId, endpoint] of await seenEndpoints(results, added, context)) {
    const { indices, ...seen } = endpoint;
    const health = seen.health ?? (await context.store.getHealth(subscriptionId));
    if (health === undefined || !mayBeDue({ ...seen, health }, context)) continue;
    try {
      await judgeEndpoint({ ...seen, health }, context);
    } catch (error) {
      for (const index of indices) consumed[index] = { kind: 'failed', error };
    }
  }
  return consumed;
}

interface SeenResults {
  /** As the last of the results left it; left out when all were known. */
  readonly health?: EndpointHealth | undefined;
  readonly goneAnswers: readonly GoneAnswer[];
  /** Which results they were. */
  readonly indices: readonly number[];
}

async function seenEndpoints(
  results: readonly AttemptResult[],
  added: readonly AddedResult[],
  { store }: ServiceContext,
): Promise<ReadonlyMap<string, SeenResults>> {
  const seen = new Map<string, SeenResults>();
  for (const [index, result] of results.entries()) {
    const one = added[index];
    if (one === undefined || one.kind === 'unknown_hook') continue;
    const hook = one.kind === 'added' ? one.hook : await store.getHook(result.hookId);
    if (hook === undefined) continue;
    const before = seen.get(hook.subscriptionId);
    const goneAnswers = wantsNoMoreHooks(result.outcome) ? [result] : [];
    seen.set(hook.subscriptionId, {
      health: one.kind === 'added' ? one.health : before?.health,
      goneAnswers: [...(before?.goneAnswers ?? []), ...goneAnswers],
      indices: [...(before?.indices ?? []), index],
    });
  }
  return seen;
}

/** Spares the look at the subscription for nearly all results. */
function mayBeDue(
  { health, goneAnswers }: Omit<SeenResults, 'indices'> & { readonly health: EndpointHealth },
  { clock, healthPolicy }: ServiceContext,
): boolean {
  if (goneAnswers.length > 0) return true;
  const failingMs = shortestFailingMs(healthPolicy);
  return failingMs !== undefined && !isHealthy(health, { before: clock.now() - failingMs });
}

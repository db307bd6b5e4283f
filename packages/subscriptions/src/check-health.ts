import { shortestFailingMs } from './health-rules.ts';
import { type Judgement, judgeEndpoint } from './judge-endpoint.ts';
import type { ServiceContext } from './service-context.ts';

/** What a check came to. */
export interface CheckedHealth {
  readonly warned: number;
  readonly disabled: number;
}

/** Does what is due about endpoints that fail and get no more results. One that cannot be judged does not keep the others from it. */
export async function checkHealth(context: ServiceContext): Promise<CheckedHealth> {
  const { store, clock, healthPolicy } = context;
  const failingMs = shortestFailingMs(healthPolicy);
  if (failingMs === undefined) return { warned: 0, disabled: 0 };
  const judgements: Judgement[] = [];
  const errors: unknown[] = [];
  for (const { subscriptionId } of await store.listFailing({
    since: clock.now() - failingMs + 1,
  })) {
    try {
      // Disabled endpoints fail as long as they are not enabled: their lane is left alone here.
      if ((await store.getSubscription(subscriptionId))?.state !== 'active') continue;
      // The list may be a moment old.
      const health = await store.getHealth(subscriptionId);
      if (health !== undefined) judgements.push(await judgeEndpoint({ health }, context));
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, 'Endpoints could not be checked');
  const count = (judgement: Judgement): number =>
    judgements.filter((one) => one === judgement).length;
  return { warned: count('warned'), disabled: count('disabled') };
}

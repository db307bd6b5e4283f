import { hostOf } from '@hooklane/core';
import { nextVersion, subscriptionChanged } from './change-subscription.ts';
import type { EndpointHealth } from './endpoint-health.ts';
import { decideHealth, type HealthDecision } from './health-rules.ts';
import { pauseIfIdle } from './partner-lanes.ts';
import type { ServiceContext } from './service-context.ts';
import type { Subscription } from './subscription.ts';

/** An attempt that was answered with "no more". */
export interface GoneAnswer {
  /** Who said so: the host that was called, with its port. */
  readonly host: string;
  /** When it was asked; milliseconds since the epoch. */
  readonly startedAt: number;
}

/** What was seen of an endpoint. */
export interface SeenEndpoint {
  readonly health: EndpointHealth;
  readonly goneAnswers?: readonly GoneAnswer[] | undefined;
}

/** What was done about an endpoint. */
export type Judgement = 'left' | 'warned' | 'disabled';

const mostTries = 10;

/**
 * Does what is due about an endpoint. The host is told first, and what was done is written down after it: whatever ends it
 * in between, the next result or check does it again.
 */
export async function judgeEndpoint(
  { health, goneAnswers = [] }: SeenEndpoint,
  context: ServiceContext,
): Promise<Judgement> {
  const { store, clock, healthPolicy: policy } = context;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const subscription = await store.getSubscription(health.subscriptionId);
    if (subscription === undefined) return 'left';
    if (subscription.state === 'disabled') {
      // The one who disabled it may have ended before its lane was paused.
      await pauseIfIdle(subscription.partnerId, context);
      return 'left';
    }
    const isGone = goneAnswers.some((answer) => speaksFor(answer, subscription));
    const now = clock.now();
    const decision = decideHealth(health, { subscription, policy, now });
    if (isGone || decision.kind === 'disable') {
      if (await disable(subscription, isGone ? undefined : decision, context)) return 'disabled';
    } else if (decision.kind === 'warn') {
      await warn(subscription, { health, failingSince: decision.failingSince }, context);
      return 'warned';
    } else return 'left';
  }
  throw subscriptionChanged(health.subscriptionId);
}

/**
 * Tells whether an answer is one of the endpoint as it is now. Hooks that waited in the lane go to the url of before even
 * after the subscription was moved: what that says is nothing against the new one. Results hold the host of what was
 * called and no more, so that a url that was changed in its path only is not told apart.
 */
function speaksFor({ host, startedAt }: GoneAnswer, { url, updatedAt }: Subscription): boolean {
  return startedAt >= updatedAt && host === hostOf({ url });
}

async function warn(
  subscription: Subscription,
  { health, failingSince }: { readonly health: EndpointHealth; readonly failingSince: number },
  { store, clock, onNotice, healthPolicy: { disableAfterMs } }: ServiceContext,
): Promise<void> {
  await onNotice({
    kind: 'endpoint_failing',
    subscription,
    health,
    failingSince,
    ...(disableAfterMs !== false && { disablesAt: failingSince + disableAfterMs }),
  });
  await store.markWarned(subscription.id, clock.now());
}

/** `false` when somebody changed the subscription meanwhile. */
async function disable(
  now: Subscription,
  decision: HealthDecision | undefined,
  context: ServiceContext,
): Promise<boolean> {
  const { store, clock, onNotice } = context;
  const reason = decision === undefined ? 'gone' : 'failing';
  const subscription = nextVersion(
    now,
    { ...now, state: 'disabled', disabledReason: reason },
    clock.now(),
  );
  await onNotice({
    kind: 'endpoint_disabled',
    subscription,
    reason,
    ...(decision?.kind === 'disable' && { failingSince: decision.failingSince }),
  });
  if (!(await store.putSubscription(subscription))) return false;
  await pauseIfIdle(now.partnerId, context);
  return true;
}

import { changeSubscription, knownSubscription } from './change-subscription.ts';
import { pauseIfIdle, resumeFor, resumeIfIdle } from './partner-lanes.ts';
import type { ServiceContext } from './service-context.ts';
import type { Subscription } from './subscription.ts';
import { releaseHeld } from './waiting-hooks.ts';

/** Disables a subscription in the name of the host: its hooks wait. One that is disabled stays so for its reason. */
export async function disableSubscription(
  id: string,
  context: ServiceContext,
): Promise<Subscription> {
  const disabled = await changeSubscription(
    id,
    (now) =>
      now.state === 'disabled' ? undefined : { ...now, state: 'disabled', disabledReason: 'host' },
    context,
  );
  await pauseIfIdle(disabled.partnerId, context);
  return disabled;
}

/**
 * Enables a subscription: forgets its failures, lets its lane run, and publishes what was held for it. Whatever ends it
 * half way, another call does the rest.
 */
export async function enableSubscription(
  id: string,
  context: ServiceContext,
): Promise<Subscription> {
  const { partnerId, state } = await knownSubscription(id, context.store);
  if (state === 'disabled') await context.store.resetHealth(id);
  // Before it is written: a lane that runs for nobody does little harm, one that stands still for somebody does.
  await resumeIfIdle(partnerId, context);
  const enabled = await changeSubscription(
    id,
    ({ disabledReason, ...now }) =>
      now.state === 'active' ? undefined : { ...now, state: 'active' },
    context,
  );
  await resumeFor(enabled, context);
  await releaseHeld(enabled, context);
  return enabled;
}

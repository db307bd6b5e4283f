import { HooklaneError, showReceived } from '@hooklane/core';
import { createRouter } from './hook-route.ts';
import { type SentHook, sendHooks } from './send-hooks.ts';
import type { ServiceContext } from './service-context.ts';
import { failedStatuses, type StoredHook } from './stored-hook.ts';

/** Publishes a hook again, wherever it is on its way, with the same id and the same body. */
export async function replayHook(hookId: string, context: ServiceContext): Promise<SentHook> {
  const { store, clock } = context;
  const hook = await knownHook(hookId, context);
  const url = await urlOf(hook, context);
  const body = (await store.getEvent(hook.eventId))?.body;
  if (body === undefined) {
    throw new HooklaneError(
      'body_expired',
      `Hook ${hookId} cannot be replayed: the body of event ${hook.eventId} was removed when its retention ended`,
    );
  }
  // One that was delivered stays so, whatever the replay brings.
  await store.moveHooks([hookId], { from: failedStatuses, to: 'pending', at: clock.now() });
  const [sent] = await sendHooks([{ hook, url, body }], context);
  return sent as SentHook;
}

/**
 * Gives a hook.
 *
 * @throws HooklaneError `unknown_hook`
 */
export async function knownHook(
  hookId: string,
  { store }: Pick<ServiceContext, 'store'>,
): Promise<StoredHook> {
  const hook = await store.getHook(hookId);
  if (hook !== undefined) return hook;
  throw new HooklaneError('unknown_hook', `There is no hook ${showReceived(hookId)}`);
}

async function urlOf(hook: StoredHook, { store, partnerLanes }: ServiceContext): Promise<string> {
  const route = await createRouter(store, { canPause: partnerLanes !== undefined })(hook);
  switch (route.kind) {
    case 'send':
      return route.url;
    case 'hold':
      throw new HooklaneError(
        'subscription_disabled',
        `Subscription ${hook.subscriptionId} is disabled. Enable it, then replay hook ${hook.id}`,
      );
    case 'unsubscribed':
      throw new HooklaneError(
        'unknown_subscription',
        `Hook ${hook.id} cannot be replayed: its subscription ${hook.subscriptionId} is no more`,
      );
    default:
      return route satisfies never;
  }
}

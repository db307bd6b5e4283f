import type { BodyOf } from './event-bodies.ts';
import { createRouter } from './hook-route.ts';
import type { HookToSend } from './send-hooks.ts';
import type { ServiceContext } from './service-context.ts';
import type { StoredHook } from './stored-hook.ts';

/** What is to be sent, and how many were put aside. */
export interface RoutedPending {
  readonly ready: readonly HookToSend[];
  readonly held: number;
  readonly discarded: number;
}

/**
 * Makes what finds the pending hooks that may be sent, each where its subscription is now, and puts the others aside: those
 * of a disabled subscription until it is enabled, those without subscription or body for good.
 */
export function createPendingRouter({
  store,
  partnerLanes,
}: Pick<ServiceContext, 'store' | 'partnerLanes'>): (
  hooks: readonly StoredHook[],
  bodyOf: BodyOf,
) => Promise<RoutedPending> {
  const route = createRouter(store, { canPause: partnerLanes !== undefined });
  return async (hooks, bodyOf) => {
    const ready: HookToSend[] = [];
    const held: string[] = [];
    const discarded: string[] = [];
    for (const hook of hooks) {
      const [to, body] = await Promise.all([route(hook), bodyOf(hook.eventId)]);
      if (to.kind === 'hold') held.push(hook.id);
      else if (to.kind === 'unsubscribed' || body === undefined) discarded.push(hook.id);
      else ready.push({ hook, url: to.url, body });
    }
    if (held.length > 0) await store.moveHooks(held, { from: ['pending'], to: 'held' });
    if (discarded.length > 0) {
      await store.moveHooks(discarded, { from: ['pending'], to: 'discarded' });
    }
    return { ready, held: held.length, discarded: discarded.length };
  };
}

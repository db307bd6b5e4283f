import type { Local } from '@hooklane/local';
import {
  createMemoryRouteStore,
  createRollout,
  planBatches,
  type Rollout,
  type RolloutHook,
} from '@hooklane/subscriptions/rollout';
import { firstPartner, hooksPerSecond, waveShares } from './cast.ts';
import { type OldHook, type SharedQueue, withOldSignature } from './shared-queue.ts';

export interface PublishersOptions {
  readonly local: Pick<Local, 'publish'>;
  readonly sharedQueue: SharedQueue;
  readonly cacheMs: number;
}

/** Puts both publishers behind one `publish`. At first all goes by the old path. */
export function createPublishers({ local, sharedQueue, cacheMs }: PublishersOptions): Rollout {
  const { [firstPartner]: _, ...others } = hooksPerSecond;
  return createRollout({
    // In memory for one process. With several: a RouteStore on your database, and the counters beside it.
    routes: createMemoryRouteStore(),
    legacy: (hook) => sharedQueue.publish(toOldHook(hook)),
    hooklane: (hooks) => local.publish(hooks),
    // A partner can verify either signature while it changes.
    legacyHeaders: (hook) => withOldSignature(toOldHook(hook)).headers,
    batches: planBatches(others, waveShares),
    cacheMs,
  });
}

function toOldHook({ id, partnerId, url, type, body }: RolloutHook): OldHook {
  if (typeof body !== 'string') throw new TypeError('The old system knows bodies of text only');
  return { id, partnerId, url, type, body };
}

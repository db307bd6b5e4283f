import { createLaneDirectory } from '@hooklane/queue';
import { createSubscriptions, type Subscriptions } from '@hooklane/subscriptions';
import { openStore } from './open-store.ts';
import { stage } from './stage.ts';

/** Who gets what, on AWS. Any number of processes may open it; each does so once. */
export function openSubscriptions(): Subscriptions {
  return createSubscriptions({ store: openStore(), lanes: createLaneDirectory({ stage }) });
}

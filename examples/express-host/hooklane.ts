import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '@hooklane/core';
import { createWorker, type Worker } from '@hooklane/handler';
import { provisionPlatform } from '@hooklane/provisioner';
import { createLaneDirectory } from '@hooklane/queue';
import {
  createSubscriptions,
  type PartnerLanes,
  type ResultsWorker,
  type StoredHook,
  type SubscriptionStore,
  type Subscriptions,
  startResultsWorker,
} from '@hooklane/subscriptions';
import { createSqliteStore } from '@hooklane/subscriptions/sqlite';
import type { HostConfig, OpenSqs } from './config.ts';
import { eventTypes } from './event-types.ts';
import { type Housekeeping, startHousekeeping } from './housekeeping.ts';
import { createPartnerLanes } from './partner-lanes.ts';
import { openPartnerRegistry, type PartnerRegistry } from './partner-registry.ts';

/** Hooklane in the process of the host. */
export interface Hooklane {
  readonly registry: PartnerRegistry;
  readonly subscriptions: Subscriptions<typeof eventTypes>;
  findHook(hookId: string): Promise<StoredHook | undefined>;
  /** Ends it in order, and says what has ended. Nobody may publish any more. */
  stop(log: (line: string) => void): Promise<void>;
}

/** Wires the packages together, and goes on with what an earlier process left. */
export async function startHooklane(
  { stage, dataDir, openSqs, pollSeconds, egress, quotas }: HostConfig,
  { logger }: { readonly logger: Logger },
): Promise<Hooklane> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const sqs = await openSqs();
  const clients = { sqs: sqs.client };
  const platform = { stage, compute: { kind: 'worker' } } as const;
  const { resultsQueueUrl } = await provisionPlatform(platform, { clients, quotas });
  const registry = openPartnerRegistry(join(dataDir, 'partners.db'));
  const store = createSqliteStore({ path: join(dataDir, 'subscriptions.db') });

  const polling = { resultsQueueUrl, clients, logger, pollSeconds };
  const worker = createWorker({ ...polling, secrets: registry, egress });
  const provisioning = { stage, clients, quotas };
  const partnerLanes = createPartnerLanes({ registry, worker, provisioning });
  const lanes = createLaneDirectory({ stage, clients });
  const subscriptions = createSubscriptions({
    store,
    lanes,
    eventTypes,
    partnerLanes,
    egress,
    clients,
  });
  await workLanes({ registry, subscriptions, partnerLanes });
  worker.start();
  await subscriptions.resumePublishing();
  const results = startResultsWorker({ ...polling, subscriptions });
  const housekeeping = startHousekeeping(subscriptions, { logger });
  return {
    registry,
    subscriptions,
    findHook: (hookId) => store.getHook(hookId),
    stop: (log) => stopInOrder({ housekeeping, worker, results, store, registry, sqs }, log),
  };
}

interface Running {
  readonly housekeeping: Housekeeping;
  readonly worker: Worker;
  readonly results: ResultsWorker;
  readonly store: SubscriptionStore;
  readonly registry: PartnerRegistry;
  readonly sqs: OpenSqs;
}

/** First what makes results, then what stores them, then where they are stored. */
async function stopInOrder(
  { housekeeping, worker, results, store, registry, sqs }: Running,
  log: (line: string) => void,
): Promise<void> {
  await housekeeping.stop();
  await worker.stop();
  log('worker: POSTs under way have ended, the other hooks are in their lanes');
  await results.stop();
  log('results: what was read is stored, the others are in their queue');
  await store.close();
  registry[Symbol.dispose]();
  await sqs.close();
  log('store and connections are closed');
}

/** Works the lanes of all partners, but for those whose endpoints are all disabled. */
async function workLanes({
  registry,
  subscriptions,
  partnerLanes,
}: Pick<Hooklane, 'registry' | 'subscriptions'> & {
  readonly partnerLanes: PartnerLanes;
}): Promise<void> {
  for (const partnerId of registry.partnerIds) {
    const own = await subscriptions.list({ partnerId });
    const isPaused = own.length > 0 && own.every(({ state }) => state === 'disabled');
    if (!isPaused) await partnerLanes.resume(partnerId);
  }
}

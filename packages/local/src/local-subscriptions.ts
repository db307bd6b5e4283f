import { join } from 'node:path';
import { type AttemptResult, type EgressPolicy, type Logger, systemClock } from '@hooklane/core';
import type { LaneDirectory, SqsClients } from '@hooklane/queue';
import {
  createSubscriptions,
  type OnNotice,
  type ResultsWorker,
  type Subscriptions,
  startResultsWorker,
} from '@hooklane/subscriptions';
import { createSqliteStore } from '@hooklane/subscriptions/sqlite';
import { type Housekeeping, startHousekeeping } from './housekeeping.ts';
import type { LocalPartners } from './local-partners.ts';

/** The subscriptions of a local system, and what runs for them. */
export interface LocalSubscriptions {
  readonly subscriptions: Subscriptions;
  /** Ends after the poll under way. */
  stop(): Promise<void>;
}

export interface LocalSubscriptionsOptions {
  readonly dataDir: string;
  readonly partners: LocalPartners;
  readonly lanes: LaneDirectory;
  readonly clients: SqsClients;
  readonly egress: EgressPolicy;
  readonly logger: Logger;
  readonly resultsQueueUrl: string;
  readonly pollSeconds: number;
  readonly onNotice: OnNotice | undefined;
  /** A result that it throws for comes back. */
  readonly onResult: (result: AttemptResult) => void;
}

/** Opens the store in the data directory, goes on with what was not published, and reads results from then on. */
export async function startLocalSubscriptions(
  options: LocalSubscriptionsOptions,
): Promise<LocalSubscriptions> {
  const { dataDir, partners, lanes, clients, egress, logger, onNotice } = options;
  // As the queues beside it: a slow disk would stop this process at every result.
  const path = join(dataDir, 'subscriptions.db');
  const store = createSqliteStore({ path, outlives: 'crash' });
  const subscriptions = createSubscriptions({
    store,
    lanes,
    clients,
    egress,
    onNotice,
    partnerLanes: {
      provision: async (partnerId) => {
        // One that is there keeps its policy.
        if (!partners.partnerIds.includes(partnerId)) await partners.addPartner(partnerId);
      },
      pause: (partnerId) => partners.disablePartner(partnerId),
      resume: (partnerId) => partners.enablePartner(partnerId),
    },
  });
  // Nobody else publishes from this data directory: what is pending was left by a crash.
  await subscriptions.resumePublishing({ olderThanMs: 0 });
  const worker = startWorker(subscriptions, options);
  const housekeeping = startHousekeeping({ subscriptions, logger, clock: systemClock });
  return { subscriptions, stop: () => stopAll(worker, housekeeping, store) };
}

async function stopAll(
  worker: ResultsWorker,
  housekeeping: Housekeeping,
  store: AsyncDisposable,
): Promise<void> {
  await Promise.all([worker.stop(), housekeeping.stop()]);
  await store[Symbol.asyncDispose]();
}

function startWorker(
  subscriptions: Subscriptions,
  { clients, logger, onResult, resultsQueueUrl, pollSeconds }: LocalSubscriptionsOptions,
): ResultsWorker {
  const consumer: Pick<Subscriptions, 'consumeResults'> = {
    consumeResults: async (results) => {
      const consumed = await subscriptions.consumeResults(results);
      return consumed.map((one, index) => {
        try {
          onResult(results[index] as AttemptResult);
          return one;
        } catch (error) {
          return { kind: 'failed', error };
        }
      });
    },
  };
  return startResultsWorker({
    subscriptions: consumer,
    clients,
    logger,
    resultsQueueUrl,
    pollSeconds,
  });
}

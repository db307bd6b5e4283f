// The host's own application: publishes events, and stores what became of their hooks.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLaneDirectory } from '@hooklane/queue';
import {
  createSubscriptions,
  type Subscriptions,
  startResultsWorker,
} from '@hooklane/subscriptions';
import { createSqliteStore } from '@hooklane/subscriptions/sqlite';
import { epochNow } from '../kit/epoch-now.ts';
import { answerMethods } from '../kit/methods.ts';
import { createSqsClient } from '../kit/sqs-client.ts';
import { usage } from '../kit/usage.ts';
import { liveMemory } from './live-memory.ts';
import { load, partnerIds, stage } from './load.ts';
import type { Queues } from './queue-process.ts';
import { createWindow } from './window.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'hooklane-host-'));
process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }));
const underWay = createWindow(load.window);
const counts = { published: 0, stored: 0 };
let subscriptions: Subscriptions | undefined;
let isPublishing = false;
let publishers: Promise<unknown> = Promise.resolve();

async function publishTo(partnerId: string, host: Subscriptions): Promise<void> {
  while (isPublishing) {
    await underWay.enter(load.endpoints);
    const data = { publishedAt: epochNow(), padding: load.padding };
    const { hooks } = await host.publishEvent({ type: 'order.created', partnerId, data });
    const refused = hooks.find(({ kind }) => kind !== 'accepted');
    if (refused !== undefined) throw new Error(`A hook is ${refused.kind}`);
    counts.published += hooks.length;
  }
}

const methods = {
  open: async ({ queues, urls }: { readonly queues: Queues; readonly urls: readonly string[] }) => {
    const clients = { sqs: createSqsClient(queues.endpoint) };
    const host = createSubscriptions({
      // As durable as the queues beside it, and as `startLocal` has it.
      store: createSqliteStore({ path: join(dataDir, 'subscriptions.db'), outlives: 'crash' }),
      lanes: createLaneDirectory({ stage, clients }),
      clients,
      egress: { allowHttp: true, ports: 'any', allowPrivateAddresses: true },
    });
    for (const [index, partnerId] of partnerIds.entries()) {
      for (let endpoint = 0; endpoint < load.endpoints; endpoint += 1) {
        const url = `${urls[index]}/${endpoint}`;
        await host.subscribe({ partnerId, url, types: ['order.*'] });
      }
    }
    subscriptions = host;
    for (let worker = 0; worker < load.resultsWorkers; worker += 1) {
      startResultsWorker({
        subscriptions: host,
        resultsQueueUrl: queues.resultsUrl,
        clients,
        onBatch: ({ added, known, unknown, poison, failed }) => {
          if (known + unknown + poison + failed > 0)
            throw new Error('A result is not as it was to be');
          counts.stored += added;
          underWay.leave(added);
        },
      });
    }
  },
  begin: () => {
    const host = subscriptions;
    if (host === undefined) throw new Error('open was not called');
    isPublishing = true;
    publishers = Promise.all(partnerIds.map((partnerId) => publishTo(partnerId, host)));
  },
  /** Publishes no more, and waits for what is under way. */
  end: async () => {
    isPublishing = false;
    await publishers;
    const isDrained = await underWay.drain(10_000);
    const { hooks: undelivered } = (await subscriptions?.undelivered({ limit: 1 })) ?? {
      hooks: [],
    };
    return { isDrained, hasUndelivered: undelivered.length > 0, ...counts };
  },
  progress: () => ({ stored: counts.stored, at: performance.now(), ...usage() }),
  liveMemory,
};

export type HostMethods = typeof methods;

answerMethods(methods);

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { type AttemptOutcome, parseHook } from '@hooklane/core';
import {
  acknowledgeMessages,
  createLaneDirectory,
  publishResults,
  receiveMessages,
} from '@hooklane/queue';
import { type EmbeddedSqs, startEmbeddedSqs } from '@hooklane/queue/embedded';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSubscriptions, type Subscriptions } from '../src/index.ts';
import { createSqliteStore } from '../src/sqlite.ts';
import type { SubscriptionStore } from '../src/subscription-store.ts';
import type { KilledOrder } from './support/killed-child.ts';
import { resultOf } from './support/played-lane.ts';

const partners = ['acme', 'bolt'];
/** The event that belongs to a call. */
const eventAt = (at: number) => ({
  type: 'transfer.created',
  data: { at },
  idempotencyKey: `key ${at}`,
});
const laneOf = (partnerId: string): string => `hooklane-test-${partnerId}`;
/** What a killed process had received is visible again by then. */
const aheadMs = 10 * 60_000;

describe('a process that is killed with -9 after any of its calls', () => {
  let directory: string;
  let embedded: EmbeddedSqs;
  let store: SubscriptionStore;
  let subscriptions: Subscriptions;
  const queueUrls = new Map<string, string>();
  const urlOf = (queue: string): string => queueUrls.get(queue) ?? '';

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'hooklane-killed-'));
    embedded = await startEmbeddedSqs();
    for (const queue of ['results', ...partners.map(laneOf)]) {
      const { QueueUrl = '' } = await embedded.client.send(
        new CreateQueueCommand({ QueueName: queue }),
      );
      queueUrls.set(queue, QueueUrl);
    }
    const clients = { sqs: embedded.client };
    store = createSqliteStore({ path: join(directory, 'store.db') });
    const lanes = createLaneDirectory({ stage: 'test', clients });
    subscriptions = createSubscriptions({ store, clients, lanes });
    for (const partnerId of partners) {
      const url = `https://${partnerId}.example/hooks`;
      await subscriptions.subscribe({ partnerId, url, types: ['*'] });
    }
  });
  afterEach(async () => {
    vi.useRealTimers();
    await store.close();
    await embedded.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Whether the child was killed: otherwise it was done before the call. */
  async function isKilled(job: KilledOrder['job'], at: number): Promise<boolean> {
    const order: KilledOrder = {
      endpoint: embedded.endpoint,
      resultsQueueUrl: urlOf('results'),
      path: join(directory, 'store.db'),
      job,
      event: eventAt(at),
      at,
    };
    const child = fork(
      fileURLToPath(new URL('./support/killed-child.ts', import.meta.url)),
      [JSON.stringify(order)],
      { execArgv: ['--conditions=@hooklane/source', '--disable-warning=ExperimentalWarning'] },
    );
    const [code, signal] = await once(child, 'exit');
    if (signal === null) expect(code).toBe(0);
    return signal === 'SIGKILL';
  }

  /** Does what comes after call 0, 1, 2 … in turn, until the job is done before. Returns how many calls it makes. */
  async function killAtEveryCall(
    job: KilledOrder['job'],
    { prepare, recover }: Readonly<Record<'prepare' | 'recover', (at: number) => Promise<void>>>,
  ): Promise<number> {
    for (let at = 0; ; at += 1) {
      await prepare(at);
      const killed = await isKilled(job, at);
      await recover(at);
      if (!killed) return at - 1;
    }
  }

  /** Plays the handlers: takes what is in the lanes, and publishes what became of it. */
  async function answerAll(outcome: AttemptOutcome): Promise<void> {
    const clients = { sqs: embedded.client };
    for (const queueUrl of partners.map((partnerId) => urlOf(laneOf(partnerId)))) {
      const messages = await receiveMessages(queueUrl, { clients, waitSeconds: 0 });
      const results = messages.map(({ body }) => {
        const hook = parseHook(body);
        return resultOf(hook, { outcome, startedAt: Date.now() });
      });
      await publishResults(results, urlOf('results'), { clients });
      await acknowledgeMessages(messages, queueUrl, { clients });
    }
  }

  async function takeAllResults(): Promise<void> {
    const clients = { sqs: embedded.client };
    const messages = await receiveMessages(urlOf('results'), { clients, waitSeconds: 0 });
    const consumed = await subscriptions.consumeResults(
      messages.flatMap(({ body }) => JSON.parse(body).results),
    );
    expect(consumed.filter(({ kind }) => kind === 'failed')).toEqual([]);
    await acknowledgeMessages(messages, urlOf('results'), { clients });
  }

  /** The one body of each hook in the lanes; a copy of a hook that differed would be the second. */
  function bodiesInLanes(): ReadonlyMap<string, string> {
    const bodies = new Map<string, string>();
    for (const message of partners.flatMap((id) => embedded.messageBodies(laneOf(id)))) {
      const { id, body } = parseHook(message);
      expect(bodies.get(id) ?? body).toBe(body);
      bodies.set(id, body);
    }
    return bodies;
  }

  it('loses no event that it publishes, and gives no id to two contents', async () => {
    const calls = await killAtEveryCall('publish', {
      prepare: async () => {},
      recover: async (at) => {
        await subscriptions.resumePublishing({ olderThanMs: 0 });
        await subscriptions.publishEvent(eventAt(at));
        const numbers = [...bodiesInLanes().values()].map((body) => JSON.parse(body).data.at);
        const wanted = Array.from({ length: at + 1 }, (_, before) => partners.map(() => before));
        expect(numbers.sort((one, other) => one - other)).toEqual(wanted.flat());
      },
    });
    expect(calls).toBeGreaterThanOrEqual(7);
  }, 60_000);

  it('loses no result that it consumes, and counts none twice', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    const calls = await killAtEveryCall('consume', {
      prepare: async (at) => {
        await subscriptions.publishEvent(eventAt(at));
        await answerAll({ kind: 'delivered', status: 204 });
      },
      recover: async (at) => {
        vi.setSystemTime(Date.now() + aheadMs);
        await takeAllResults();
        expect(embedded.messageBodies('results')).toEqual([]);
        const { hooks } = await subscriptions.listHooks({ statuses: ['delivered'] });
        expect(hooks).toHaveLength((at + 1) * partners.length);
        for (const { id } of hooks) expect(await subscriptions.attemptsOf(id)).toHaveLength(1);
        for (const { id } of await subscriptions.list()) {
          expect(await subscriptions.health(id)).toMatchObject({ successes: at + 1, failures: 0 });
        }
      },
    });
    expect(calls).toBeGreaterThanOrEqual(3);
  }, 60_000);

  it('loses no hook that it replays', async () => {
    const calls = await killAtEveryCall('replay', {
      prepare: async (at) => {
        await subscriptions.publishEvent(eventAt(at));
        await answerAll({ kind: 'refused', status: 500 });
        await takeAllResults();
        expect((await subscriptions.listHooks({ statuses: ['exhausted'] })).hooks).toHaveLength(2);
      },
      recover: async (at) => {
        await subscriptions.resumePublishing({ olderThanMs: 0 });
        await subscriptions.replayFailed({ ratePerSecond: 1_000 });
        const bodies = [...bodiesInLanes().values()];
        expect(bodies.map((body) => JSON.parse(body).data.at)).toEqual([at, at]);
        await answerAll({ kind: 'delivered', status: 204 });
        await takeAllResults();
        expect((await subscriptions.undelivered()).hooks).toEqual([]);
      },
    });
    expect(calls).toBeGreaterThanOrEqual(6);
  }, 60_000);
});

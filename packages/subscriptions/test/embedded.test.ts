import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { parseHook, silentLogger } from '@hooklane/core';
import {
  acknowledgeMessages,
  createLaneDirectory,
  publishResults,
  receiveMessages,
} from '@hooklane/queue';
import { type EmbeddedSqs, startEmbeddedSqs } from '@hooklane/queue/embedded';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSubscriptions, startResultsWorker } from '../src/index.ts';
import { createSqliteStore } from '../src/sqlite.ts';
import { resultOf } from './support/played-lane.ts';

const partners = ['acme', 'bolt', 'crux'];

describe('subscriptions on the embedded SQS', () => {
  let embedded: EmbeddedSqs;
  const queueUrls = new Map<string, string>();
  beforeAll(async () => {
    embedded = await startEmbeddedSqs();
    for (const name of ['hooklane-dev-results', ...partners.map((id) => `hooklane-dev-${id}`)]) {
      const { QueueUrl = '' } = await embedded.client.send(
        new CreateQueueCommand({ QueueName: name }),
      );
      queueUrls.set(name, QueueUrl);
    }
  });
  afterAll(() => embedded.stop());

  it('brings each event to those who subscribe, and their results back', async () => {
    const clients = { sqs: embedded.client };
    await using store = createSqliteStore({ path: ':memory:' });
    const subscriptions = createSubscriptions({
      store,
      clients,
      lanes: createLaneDirectory({ stage: 'dev', clients }),
      eventTypes: { 'transfer.created': {}, 'transfer.created.late': {}, 'invoice.paid': {} },
    });
    const types = [['transfer.*'], ['transfer.created'], ['*']];
    for (const [index, partnerId] of partners.entries()) {
      const url = `https://${partnerId}.example/hooks`;
      await subscriptions.subscribe({ partnerId, url, types: types[index] ?? [] });
    }
    const events = [
      { type: 'transfer.created', data: { amount: 12, note: 'Größe 😀' } },
      { type: 'transfer.created.late', data: { amount: 13, note: '\ufffe' } },
      { type: 'invoice.paid', data: { id: 7 } },
    ] as const;
    for (const event of events) await subscriptions.publishEvent(event);

    const resultsQueueUrl = queueUrls.get('hooklane-dev-results') ?? '';
    await using worker = startResultsWorker({
      subscriptions,
      resultsQueueUrl,
      clients,
      logger: silentLogger,
      pollSeconds: 1,
    });
    const received = new Map<string, unknown[]>();
    for (const partnerId of partners) {
      const queueUrl = queueUrls.get(`hooklane-dev-${partnerId}`) ?? '';
      const messages = await receiveMessages(queueUrl, { clients, waitSeconds: 0 });
      const hooks = messages.map(({ body }) => parseHook(body));
      expect(hooks.every((hook) => hook.partnerId === partnerId)).toBe(true);
      received.set(
        partnerId,
        hooks.map(({ body }) => JSON.parse(body)),
      );
      const outcome = { kind: 'delivered', status: 204 } as const;
      const startedAt = hooks[0]?.createdAt ?? 0;
      await publishResults(
        hooks.map((hook) => resultOf(hook, { outcome, startedAt })),
        resultsQueueUrl,
        { clients },
      );
      await acknowledgeMessages(messages, queueUrl, { clients });
    }
    const bodiesOf = (partnerId: string) =>
      expect.arrayContaining(
        events
          .filter(
            (_, index) =>
              partnerId === 'crux' || index === 0 || (partnerId === 'acme' && index === 1),
          )
          .map(({ type, data }) => ({ type, data, timestamp: expect.any(String) })),
      );
    expect([...received.values()].map((bodies) => bodies.length)).toEqual([2, 1, 3]);
    for (const partnerId of partners) expect(received.get(partnerId)).toEqual(bodiesOf(partnerId));

    await vi.waitFor(
      async () => {
        const { hooks } = await subscriptions.listHooks({ statuses: ['delivered'] });
        expect(hooks).toHaveLength(6);
      },
      { timeout: 5_000, interval: 20 },
    );
    expect((await subscriptions.undelivered()).hooks).toEqual([]);
    const reports = await Promise.all(
      (await subscriptions.list()).map(({ id }) => subscriptions.health(id)),
    );
    expect(reports).toMatchObject([
      { successes: 2 },
      { successes: 1 },
      { successes: 3, successRate: 1 },
    ]);
    await worker.stop();
  });
});

import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { LogEntry } from '@hooklane/core';
import { describe, expect, it } from 'vitest';
import { type ResultsBatch, type ResultsWorkerOptions, startResultsWorker } from '../src/index.ts';
import { delivered, playLane } from './support/played-lane.ts';
import { createServiceUnderTest, type ServiceUnderTest } from './support/service-under-test.ts';

const event = { type: 'transfer.created', data: { amount: 12 } };

function startWorker(service: ServiceUnderTest, options: Partial<ResultsWorkerOptions> = {}) {
  const entries: LogEntry[] = [];
  const batches: ResultsBatch[] = [];
  const log = (entry: LogEntry): void => void entries.push(entry);
  const worker = startResultsWorker({
    subscriptions: service.subscriptions,
    resultsQueueUrl: service.resultsQueueUrl,
    clients: { sqs: service.sqs },
    clock: service.clock,
    logger: { info: log, warn: log, error: log },
    onBatch: (batch) => batches.push(batch),
    ...options,
  });
  // A stop waits for the poll under way, which ends by the clock.
  const stop = () => Promise.all([worker.stop(), service.clock.advance(60_000)]);
  return { worker, entries, batches, stop };
}

async function publishAndPlay(service: ServiceUnderTest): Promise<void> {
  await service.subscriptions.publishEvent(event);
  await playLane('acme', delivered, service);
}

describe('startResultsWorker', () => {
  it('stores results as they come, until it is stopped', async () => {
    const service = await createServiceUnderTest();
    await service.subscribe('acme');
    const { worker, batches, entries, stop } = startWorker(service);
    await publishAndPlay(service);
    await service.clock.advance(1_000);
    const { hooks } = await service.subscriptions.listHooks();
    expect(hooks).toMatchObject([{ status: 'delivered' }]);
    expect(service.sqs.inspect('results')).toEqual([]);
    expect(batches).toEqual([{ added: 1, known: 0, unknown: 0, poison: 0, newer: 0, failed: 0 }]);
    await stop();
    await worker[Symbol.asyncDispose]();
    const { ReceiveMessage: polls } = service.sqs.requests;
    await service.clock.advance(60_000);
    expect(service.sqs.requests.ReceiveMessage).toBe(polls);
    expect(entries).toEqual([]);
  });

  it('drops poison, and leaves what is of a newer version', async () => {
    const service = await createServiceUnderTest();
    const { sqs, resultsQueueUrl, clock } = service;
    for (const body of ['poison', '{"v":2}']) {
      await sqs.send(new SendMessageCommand({ QueueUrl: resultsQueueUrl, MessageBody: body }));
    }
    const { batches, stop } = startWorker(service);
    await clock.advance(1_000);
    expect(sqs.inspect('results').map(({ body }) => body)).toEqual(['{"v":2}']);
    expect(batches).toMatchObject([{ poison: 1, newer: 1 }]);
    await stop();
  });

  it('goes on after SQS was down, with longer pauses each time', async () => {
    const service = await createServiceUnderTest();
    const { faults, sqs, clock } = service;
    await service.subscribe('acme');
    faults.before = (action) => {
      if (action === 'ReceiveMessage') throw Object.assign(new Error('a secret'), { name: 'Down' });
    };
    const { entries, stop } = startWorker(service);
    await clock.advance(60_000);
    // At 0, 1, 3, 7, 15 and 31 seconds; the next at 61.
    expect(sqs.requests.ReceiveMessage).toBe(6);
    expect(entries).toEqual(
      Array.from({ length: 6 }, () => ({
        message: 'Cannot read the results queue; trying again',
        code: 'Down',
      })),
    );
    faults.before = undefined;
    await publishAndPlay(service);
    await clock.advance(1_000);
    expect((await service.subscriptions.listHooks()).hooks).toMatchObject([
      { status: 'delivered' },
    ]);
    await stop();
  });

  it('leaves results in the queue while the store is down, and pauses', async () => {
    const service = await createServiceUnderTest();
    const { store, again, sqs, clock } = service;
    await service.subscribe('acme');
    await publishAndPlay(service);
    let isDown = true;
    const subscriptions = again({
      store: {
        ...store,
        addResults: async (results) => {
          if (isDown) throw new Error('down');
          return store.addResults(results);
        },
      },
    });
    const { batches, stop } = startWorker(service, { subscriptions });
    await clock.advance(999);
    expect(sqs.requests.ReceiveMessage).toBe(2);
    await clock.advance(20_000);
    expect(batches).toMatchObject([{ failed: 1 }]);
    expect(sqs.inspect('results')).toHaveLength(1);
    isDown = false;
    await clock.advance(60_000);
    expect(sqs.inspect('results')).toEqual([]);
    expect((await service.subscriptions.listHooks()).hooks).toMatchObject([
      { status: 'delivered' },
    ]);
    await stop();
  });

  it('knows results that it could not acknowledge', async () => {
    const service = await createServiceUnderTest();
    const { faults, clock } = service;
    await service.subscribe('acme');
    await publishAndPlay(service);
    faults.before = (action) => {
      if (action === 'DeleteMessageBatch') throw new Error('lost');
    };
    const { batches, entries, stop } = startWorker(service);
    await clock.advance(5_000);
    expect(entries).toMatchObject([{ message: expect.stringContaining('acknowledged') }]);
    faults.before = undefined;
    await clock.advance(60_000);
    expect(batches).toMatchObject([{ added: 1 }, { known: 1 }]);
    expect((await service.subscriptions.listHooks()).hooks).toMatchObject([{ attempts: 1 }]);
    await stop();
  });

  it('stops at once while it pauses', async () => {
    const service = await createServiceUnderTest();
    service.faults.before = () => {
      throw new Error('down');
    };
    const { worker } = startWorker(service);
    await service.clock.advance(500);
    expect(service.clock.sleeping).toBe(1);
    await worker.stop();
    expect(service.clock.sleeping).toBe(0);
  });

  it.each([{ resultsQueueUrl: 'results' }, { pollSeconds: 21 }, { unknown: 1 }])(
    'refuses options %j',
    async (options) => {
      const service = await createServiceUnderTest();
      expect(() => startWorker(service, options as object)).toThrow('Options of the consumer');
    },
  );
});

import { describe, expect, it } from 'vitest';
import { createResultsHandler } from '../src/index.ts';
import { delivered, playLane } from './support/played-lane.ts';
import { createServiceUnderTest, type ServiceUnderTest } from './support/service-under-test.ts';

const event = { type: 'transfer.created', data: { amount: 12 } };

async function withResults(count: number, answer = delivered): Promise<ServiceUnderTest> {
  const service = await createServiceUnderTest();
  await service.subscribe('acme');
  for (let made = 0; made < count; made += 1) {
    await service.subscriptions.publishEvent(event);
    await service.clock.advance(1);
  }
  await playLane('acme', answer, service);
  return service;
}

describe('createResultsHandler', () => {
  it('tells Lambda which messages are to come again: newer ones and those that failed', async () => {
    const service = await withResults(2);
    const [first, second] = service.sqs.inspect('results').map(({ body }) => body);
    const lines: string[] = [];
    const log = (entry: { message: string }): void => void lines.push(JSON.stringify(entry));
    const { store } = service;
    const subscriptions = service.again({
      store: {
        ...store,
        addResults: async (batch) => {
          if (batch.some(({ hookId }) => hookId === JSON.parse(second ?? '').hookId)) {
            throw Object.assign(new Error('a secret'), { code: 'ERR_SQLITE' });
          }
          return store.addResults(batch);
        },
      },
    });
    const batches: object[] = [];
    const handler = createResultsHandler({
      subscriptions,
      logger: { info: log, warn: log, error: log },
      onBatch: (batch) => batches.push(batch),
    });
    const bodies = [
      first,
      '{"v":2,"whatever":1}',
      'poison {"v":2',
      '[]',
      JSON.stringify({ ...JSON.parse(first ?? ''), outcome: { kind: 'delivered' } }),
      second,
      first,
    ];
    const Records = bodies.map((body = '', index) => ({ messageId: `m${index}`, body }));
    expect(await handler({ Records })).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm5' }],
    });
    expect(batches).toEqual([{ added: 1, known: 1, unknown: 0, poison: 3, newer: 1, failed: 1 }]);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        message: 'Dropped a message that is no result',
        messageId: 'm2',
        reason: 'The message is not JSON',
      },
      {
        message: 'Dropped a message that is no result',
        messageId: 'm3',
        reason: expect.stringContaining('not a result'),
      },
      {
        message: 'Dropped a message that is no result',
        messageId: 'm4',
        reason: 'The message is not a result: outcome.status is missing or malformed',
      },
      {
        message: 'A result could not be dealt with; it comes back',
        hookId: JSON.parse(second ?? '').hookId,
        partnerId: 'acme',
        code: 'ERR_SQLITE',
      },
    ]);
  });

  it.each([{}, { subscriptions: {} }, { subscriptions: { consumeResults() {} }, batch: 1 }])(
    'refuses options %j',
    (options) => {
      expect(() => createResultsHandler(options as never)).toThrow('Options of the consumer');
    },
  );
});

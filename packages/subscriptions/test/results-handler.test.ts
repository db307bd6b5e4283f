import { describe, expect, it } from 'vitest';
import { createResultsHandler } from '../src/index.ts';
import { resultsIn, withResults } from './support/with-results.ts';

describe('createResultsHandler', () => {
  it('tells Lambda which messages are to come again: newer ones and those that failed', async () => {
    const service = await withResults(2);
    const [first, second] = resultsIn(service);
    const bodyOf = (...results: readonly unknown[]): string => JSON.stringify({ v: 1, results });
    const lines: string[] = [];
    const log = (entry: { message: string }): void => void lines.push(JSON.stringify(entry));
    const { store } = service;
    const subscriptions = service.again({
      store: {
        ...store,
        addResults: async (batch) => {
          if (batch.some(({ hookId }) => hookId === second?.hookId)) {
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
      bodyOf(first),
      '{"v":2,"whatever":1}',
      bodyOf(first, { v: 2 }),
      'poison {"v":2',
      '[]',
      // One that can be read is kept, whatever lies beside it.
      bodyOf({ ...first, outcome: { kind: 'delivered' } }, first),
      bodyOf(first, second, first),
    ];
    const Records = bodies.map((body = '', index) => ({ messageId: `m${index}`, body }));
    expect(await handler({ Records })).toEqual({
      batchItemFailures: ['m1', 'm2', 'm6'].map((itemIdentifier) => ({ itemIdentifier })),
    });
    expect(batches).toEqual([{ added: 1, known: 3, unknown: 0, poison: 3, newer: 2, failed: 1 }]);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        message: 'Dropped what is no result',
        messageId: 'm3',
        reason: 'it is not JSON',
      },
      {
        message: 'Dropped what is no result',
        messageId: 'm4',
        reason: 'it is no object',
      },
      {
        message: 'Dropped what is no result',
        messageId: 'm5',
        reason: 'outcome.status is missing or malformed',
      },
      {
        message: 'A result could not be dealt with; it comes back',
        hookId: second?.hookId,
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

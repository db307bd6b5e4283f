import { describe, expect, it } from 'vitest';
import { gone, playLane, resultOf, takeResults } from './support/played-lane.ts';
import { createServiceUnderTest } from './support/service-under-test.ts';
import { withResults } from './support/with-results.ts';

const event = { type: 'transfer.created', data: { amount: 12 } };

describe('consumeResults', () => {
  it('keeps each attempt once, however often its result comes', async () => {
    const service = await withResults(3);
    const { subscriptions, sqs } = service;
    const results = sqs.inspect('results').flatMap(({ body }) => JSON.parse(body).results);
    expect(await subscriptions.consumeResults(results)).toEqual([
      { kind: 'added' },
      { kind: 'added' },
      { kind: 'added' },
    ]);
    expect(await subscriptions.consumeResults([...results, ...results])).toEqual(
      Array.from({ length: 6 }, () => ({ kind: 'known' })),
    );
    const { hooks } = await subscriptions.listHooks();
    expect(hooks.map(({ status, attempts }) => [status, attempts])).toEqual(
      Array.from({ length: 3 }, () => ['delivered', 1]),
    );
    expect(await subscriptions.attemptsOf(hooks[0]?.id ?? '')).toHaveLength(1);
  });

  it('knows no hook that was not published by it', async () => {
    const { subscriptions, clock } = await createServiceUnderTest();
    const stranger = {
      id: 'msg_x',
      partnerId: 'acme',
      type: 'a',
      url: 'https://acme.example/hooks',
    };
    const result = resultOf(stranger, {
      outcome: { kind: 'delivered', status: 200 },
      startedAt: clock.now(),
    });
    expect(await subscriptions.consumeResults([result])).toEqual([{ kind: 'unknown_hook' }]);
    await expect(subscriptions.attemptsOf('msg_x')).rejects.toThrow('There is no hook "msg_x"');
  });

  it('does the others when one cannot be stored', async () => {
    const service = await withResults(3);
    const results = service.sqs.inspect('results').flatMap(({ body }) => JSON.parse(body).results);
    const { store, again } = service;
    const picky = again({
      store: {
        ...store,
        addResults: async (batch) => {
          if (batch.some(({ hookId }) => hookId === results[1].hookId)) throw new Error('no');
          return store.addResults(batch);
        },
      },
    });
    expect(await picky.consumeResults(results)).toEqual([
      { kind: 'added' },
      { kind: 'failed', error: new Error('no') },
      { kind: 'added' },
    ]);
  });

  it('hands a result in again until the host was told of what follows', async () => {
    const told: string[] = [];
    let isDown = true;
    const service = await createServiceUnderTest({
      onNotice: async ({ kind }) => {
        if (isDown) throw new Error('down');
        told.push(kind);
      },
    });
    const { id } = await service.subscribe('acme');
    await service.subscriptions.publishEvent(event);
    await playLane('acme', gone, service);
    expect(await takeResults(service.subscriptions, service)).toEqual(['failed']);
    expect((await service.subscriptions.get(id))?.state).toBe('active');
    isDown = false;
    await service.clock.advance(60_000);
    expect(await takeResults(service.subscriptions, service)).toEqual(['known']);
    expect(told).toEqual(['endpoint_disabled']);
    expect((await service.subscriptions.get(id))?.state).toBe('disabled');
  });
});

import { ChangeMessageVisibilityBatchCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import type { MoveReport } from '../../src/index.ts';
import { createMoveHandler, type MoveEvent } from '../../src/move-lambda.ts';
import { openMemoryQueues, passTime, texts } from './memory-queues.ts';

describe('a function that moves messages', () => {
  const open = async (messages: number) => {
    const queues = await openMemoryQueues();
    await queues.send(texts(messages));
    const { clock, sqs, from, to } = queues;
    const handler = createMoveHandler({
      from,
      to,
      clock,
      clients: { sqs },
      useMoveTask: 'never',
    });
    const call = (event: MoveEvent, leftMs: number): Promise<MoveReport> =>
      passTime(clock, handler(event, { getRemainingTimeInMillis: () => leftMs }));
    return { ...queues, handler, call };
  };

  it('moves what it was made to move, as its event says', async () => {
    const { call, bodies } = await open(30);
    expect(await call({ limit: 12 }, 900_000)).toMatchObject({ moved: 12, ended: 'limit' });
    expect(bodies('from')).toHaveLength(18);
  });

  it('ends before its time is up, and goes on when it is called again', async () => {
    const { call, bodies } = await open(100);
    const first = await call({ ratePerSecond: 5 }, 20_000);
    expect(first).toMatchObject({ ended: 'aborted', failed: 0 });
    expect(first.moved).toBeGreaterThan(10);
    expect(first.moved).toBeLessThan(40);
    const second = await call({}, 900_000);
    expect(second.ended).toBe('empty');
    expect(first.moved + second.moved).toBe(100);
    expect(bodies('to').toSorted()).toEqual(texts(100).toSorted());
  });

  it('begins nothing when hardly any time is left', async () => {
    const { call, bodies } = await open(10);
    expect(await call({}, 10_000)).toMatchObject({ moved: 0, ended: 'aborted' });
    expect(bodies('from')).toHaveLength(10);
  });

  it('gives back all that it holds before its time is up, when SQS is slow', async () => {
    const { clock, sqs, from, to, send, inspect } = await openMemoryQueues();
    await send(texts(16_000));
    const slowSqs = {
      send: async (command: object) => {
        if (command instanceof ChangeMessageVisibilityBatchCommand) await clock.sleep(100);
        return (sqs.send as (command: object) => unknown)(command);
      },
    } as typeof sqs;
    const options = { from, to, clock, clients: { sqs: slowSqs }, filter: () => false };
    const handler = createMoveHandler({ ...options, useMoveTask: 'never' });
    const endsAt = clock.now() + 20_000;
    const report = await passTime(clock, handler({}, { getRemainingTimeInMillis: () => 20_000 }));
    expect(report).toMatchObject({ moved: 0, ended: 'aborted' });
    expect(report.skipped).toBeGreaterThan(1_000);
    expect(clock.now()).toBeLessThan(endsAt);
    await clock.advance(1_000);
    expect(new Set(inspect('from').map(({ state }) => state))).toEqual(new Set(['visible']));
  });

  it('refuses an event that is not one', async () => {
    const { handler } = await open(0);
    const refused = handler({ limit: 'all' } as unknown as MoveEvent);
    await expect(refused).rejects.toMatchObject({
      code: 'invalid_options',
      message: expect.stringContaining('limit'),
    });
  });

  it('leaves no timer behind', async () => {
    const { call, clock } = await open(3);
    await call({}, 900_000);
    expect(clock.sleeping).toBe(0);
  });
});

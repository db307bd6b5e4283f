import { describe, expect, it, vi } from 'vitest';
import { receiveSome, sendDelayed } from './elsewhere.ts';
import { openMemoryQueues, texts } from './memory-queues.ts';

describe('moveMessages, how much', () => {
  it('moves everything and ends by itself', async () => {
    const { send, move, bodies } = await openMemoryQueues();
    await send(texts(345));
    const report = await move();
    expect(report).toMatchObject({
      by: 'copy',
      moved: 345,
      skipped: 0,
      failed: 0,
      failures: [],
      ended: 'empty',
      hidden: 0,
    });
    expect(bodies('to').toSorted()).toEqual(texts(345).toSorted());
    expect(bodies('from')).toEqual([]);
  });

  it('ends when the source is empty from the beginning', async () => {
    const { move, sqs } = await openMemoryQueues();
    expect(await move()).toMatchObject({ moved: 0, ended: 'empty', hidden: 0 });
    expect(sqs.requests.SendMessageBatch).toBe(0);
  });

  it('takes three calls for ten messages, and says how many calls there were', async () => {
    const { send, move, sqs } = await openMemoryQueues();
    await send(texts(1_000));
    const before = sum(sqs.requests);
    const { requests } = await move();
    expect(requests).toBe(sum(sqs.requests) - before);
    expect(sqs.requests.DeleteMessageBatch).toBe(100);
    expect(requests).toBeLessThan(300 + 40);
  });

  it.each([1, 7, 10, 55])('never moves more than a limit of %i', async (limit) => {
    const { send, move, bodies } = await openMemoryQueues();
    await send(texts(100));
    expect(await move({ limit })).toMatchObject({ moved: limit, ended: 'limit' });
    expect(bodies('to')).toHaveLength(limit);
    expect(bodies('from')).toHaveLength(100 - limit);
  });

  it('counts only what was moved towards the limit', async () => {
    const { send, move, bodies } = await openMemoryQueues();
    await send(texts(200));
    const isOdd = ({ body }: { body: string }): boolean => Number(body.split(' ')[1]) % 2 === 1;
    const report = await move({ limit: 33, filter: isOdd });
    expect(report).toMatchObject({ moved: 33, ended: 'limit' });
    expect(bodies('to')).toHaveLength(33);
  });

  it('ends as empty when the limit is more than there is', async () => {
    const { send, move } = await openMemoryQueues();
    await send(texts(12));
    expect(await move({ limit: 13 })).toMatchObject({ moved: 12, ended: 'empty' });
  });

  it('keeps to a rate', async () => {
    const { send, move, clock, inspect } = await openMemoryQueues();
    await send(texts(60));
    const startedAt = clock.now();
    await move({ ratePerSecond: 20 });
    const times = inspect('to').map(({ sentAt }) => sentAt - startedAt);
    for (const ms of [0, 500, 1_000, 2_000]) {
      const sentBy = times.filter((time) => time <= ms).length;
      expect(sentBy).toBeLessThanOrEqual(10 + (ms / 1_000) * 20);
    }
    expect(Math.max(...times)).toBeLessThanOrEqual(3_500);
    expect(times).toHaveLength(60);
  });

  it('keeps to a rate of one a second with one message at a time', async () => {
    const { send, move, clock, inspect } = await openMemoryQueues();
    await send(texts(5));
    const startedAt = clock.now();
    await move({ ratePerSecond: 1 });
    expect(inspect('to').map(({ sentAt }) => Math.floor((sentAt - startedAt) / 1_000))).toEqual([
      0, 1, 2, 3, 4,
    ]);
  });

  it('tells how far it has come, and of how many', async () => {
    const { send, move } = await openMemoryQueues();
    await send(texts(95));
    const onProgress = vi.fn();
    await move({ onProgress });
    expect(onProgress.mock.calls.every(([{ total, by }]) => total === 95 && by === 'copy')).toBe(
      true,
    );
    expect(onProgress.mock.lastCall).toEqual([expect.objectContaining({ moved: 95 })]);
  });
});

describe('moveMessages, which', () => {
  it('leaves what the filter does not take, and gives it back at the end', async () => {
    const { send, move, bodies, inspect, clock } = await openMemoryQueues();
    await send(texts(50, 'keep'));
    await send(texts(50, 'move'));
    const seen: string[] = [];
    const report = await move({
      filter: ({ body }) => {
        seen.push(body);
        return body.startsWith('move');
      },
    });
    expect(report).toMatchObject({ moved: 50, skipped: 50, failed: 0, ended: 'empty', hidden: 0 });
    expect(seen).toHaveLength(100);
    expect(bodies('to').toSorted()).toEqual(texts(50, 'move').toSorted());
    await clock.advance(1_000);
    expect(inspect('from').map(({ state }) => state)).toEqual(Array(50).fill('visible'));
    expect(inspect('from').map(({ receiveCount }) => receiveCount)).toEqual(Array(50).fill(1));
  });

  it('shows the filter what a message is', async () => {
    const { send, move, clock } = await openMemoryQueues();
    await send(['a body'], { reason: 'exhausted', attempt: '9' });
    const sentAt = clock.now();
    const filter = vi.fn(() => true);
    await move({ filter });
    expect(filter).toHaveBeenCalledExactlyOnceWith({
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      body: 'a body',
      attributes: { reason: 'exhausted', attempt: '9' },
      sentAt,
      receiveCount: 1,
    });
  });

  it('keeps skipped messages hidden for as long as a slow run takes', async () => {
    const { send, move, inspect } = await openMemoryQueues();
    await send(texts(30, 'keep'));
    await send(texts(300, 'move'));
    const filter = ({ body }: { body: string }): boolean => body.startsWith('move');
    const report = await move({ ratePerSecond: 1, filter });
    expect(report).toMatchObject({ moved: 300, skipped: 30, ended: 'empty' });
    expect(inspect('from').map(({ receiveCount }) => receiveCount)).toEqual(Array(30).fill(1));
  });

  it('knows skipped messages again when they could not be kept hidden', async () => {
    const { send, move, inspect, faults, clock } = await openMemoryQueues();
    await send(texts(30, 'keep'));
    await send(texts(300, 'move'));
    faults.failEntry = (action) =>
      action === 'ChangeMessageVisibilityBatch' ? { code: 'InternalError' } : undefined;
    const filter = vi.fn(({ body }: { body: string }) => body.startsWith('move'));
    const report = await move({ ratePerSecond: 1, filter });
    expect(report).toMatchObject({ moved: 300, skipped: 30, ended: 'empty' });
    expect(filter).toHaveBeenCalledTimes(330);
    expect(Math.max(...inspect('from').map(({ receiveCount }) => receiveCount))).toBeGreaterThan(1);
    // They come back by themselves.
    await clock.advance(120_000);
    expect(inspect('from').map(({ state }) => state)).toEqual(Array(30).fill('visible'));
  });

  it('throws what the filter throws, and gives everything back', async () => {
    const { send, move, inspect, bodies, clock } = await openMemoryQueues();
    await send(texts(20));
    const filter = (): boolean => {
      throw new TypeError('no such field');
    };
    await expect(move({ filter })).rejects.toThrow('no such field');
    await clock.advance(1_000);
    expect(bodies('to')).toEqual([]);
    expect(inspect('from').map(({ state }) => state)).toEqual(Array(20).fill('visible'));
  });

  it('moves nothing in a dry run, and says what would be moved', async () => {
    const { send, move, bodies, inspect, clock } = await openMemoryQueues();
    await send(texts(40, 'keep'));
    await send(texts(60, 'move'));
    const report = await move({ dryRun: true, filter: ({ body }) => body.startsWith('move') });
    expect(report).toMatchObject({ moved: 60, skipped: 40, ended: 'empty' });
    expect(bodies('to')).toEqual([]);
    await clock.advance(1_000);
    expect(inspect('from').map(({ state }) => state)).toEqual(Array(100).fill('visible'));
  });

  it('looks at no more in a dry run than a limit allows', async () => {
    const { send, move, inspect } = await openMemoryQueues();
    await send(texts(40));
    expect(await move({ dryRun: true, limit: 15 })).toMatchObject({ moved: 15, ended: 'limit' });
    expect(inspect('from').filter(({ receiveCount }) => receiveCount > 0)).toHaveLength(15);
  });
});

describe('moveMessages, the end', () => {
  it('says how many messages it could not have: delayed ones, and those in flight elsewhere', async () => {
    const queues = await openMemoryQueues();
    await queues.send(texts(5));
    await receiveSome(queues, 2);
    await sendDelayed(queues, 3);
    expect(await queues.move()).toMatchObject({ moved: 3, ended: 'empty', hidden: 5 });
  });

  it('ends cleanly when it is aborted, with what was done and nothing in flight', async () => {
    const { send, move, bodies, inspect, clock } = await openMemoryQueues();
    await send(texts(500));
    const stop = new AbortController();
    const report = await move({
      ratePerSecond: 50,
      signal: stop.signal,
      onProgress: ({ moved }) => {
        if (moved >= 100) stop.abort();
      },
    });
    expect(report.ended).toBe('aborted');
    expect(report.moved).toBe(bodies('to').length);
    expect(report.moved).toBeLessThan(200);
    expect(bodies('to').length + bodies('from').length).toBe(500);
    await clock.advance(1_000);
    expect(inspect('from').every(({ state }) => state === 'visible')).toBe(true);
  });

  it('moves nothing when it is aborted before it begins', async () => {
    const { send, move, bodies } = await openMemoryQueues();
    await send(texts(5));
    expect(await move({ signal: AbortSignal.abort() })).toMatchObject({
      moved: 0,
      ended: 'aborted',
    });
    expect(bodies('from')).toEqual(texts(5));
  });
});

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

import { createFakeClock } from '@hooklane/core/testing';
import { describe, expect, it } from 'vitest';
import { processBatch } from '../src/process-batch.ts';
import { createTokenBucket } from '../src/token-bucket.ts';
import {
  answered,
  createLaneUnderTest,
  createTransportDouble,
  drive,
} from './support/lane-under-test.ts';

describe('createTokenBucket', () => {
  it.each([
    [0.5, 1],
    [1, 1],
    [4, 4],
  ])('lets %s a second through, %s at once', async (perSecond, atOnce) => {
    const clock = createFakeClock();
    const start = clock.now();
    const bucket = createTokenBucket(perSecond, clock);
    const times: number[] = [];
    const taken = Array.from({ length: 12 }, async () => {
      await bucket.take();
      times.push(clock.now() - start);
    });
    await drive(Promise.all(taken), clock);
    const expected = Array.from({ length: 12 }, (_, index) =>
      Math.max(0, Math.ceil(((index - atOnce + 1) * 1_000) / perSecond)),
    );
    expect(times).toEqual(expected);
  });

  it('saves up no more than a second', async () => {
    const clock = createFakeClock();
    const bucket = createTokenBucket(2, clock);
    await clock.advance(60_000);
    let taken = 0;
    for (let index = 0; index < 5; index += 1) void bucket.take().then(() => (taken += 1));
    await clock.advance(0);
    expect(taken).toBe(2);
  });

  it('ends a wait with the reason of the signal', async () => {
    const clock = createFakeClock();
    const bucket = createTokenBucket(1, clock);
    await bucket.take();
    const stop = new AbortController();
    const waiting = bucket.take(stop.signal);
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    expect(clock.sleeping).toBe(0);
  });
});

describe('requestsPerSecond', () => {
  it('is kept over the batches of a lane', async () => {
    const { test, startedAt } = await createLimitedLane({ requestsPerSecond: 2 });
    const start = test.clock.now();
    await drive(processBatch(await test.send(hooks(4)), test.lane), test.clock);
    await drive(processBatch(await test.send(hooks(4, 'more')), test.lane), test.clock);
    expect(startedAt.map((at) => at - start)).toEqual([0, 0, 500, 1000, 1500, 2000, 2500, 3000]);
  });

  it('is shared by the processes that work the lane, and so is concurrency', async () => {
    const { test, startedAt } = await createLimitedLane({ requestsPerSecond: 2 }, 4);
    const start = test.clock.now();
    expect(test.lane.limiter.free).toBe(2);
    await drive(processBatch(await test.send(hooks(3)), test.lane), test.clock);
    expect(startedAt.map((at) => at - start)).toEqual([0, 2_000, 4_000]);
  });

  it('does not wait for a turn that would come too late', async () => {
    const { test, startedAt } = await createLimitedLane({ requestsPerSecond: 1 });
    const messages = await test.send(hooks(4));
    const end = test.clock.now() + 2_500;
    const mayStart = (waitMs: number): boolean => test.clock.now() + waitMs < end;
    const outcome = await drive(processBatch(messages, test.lane, { mayStart }), test.clock);
    expect(outcome.unstarted).toEqual(messages.slice(3));
    expect(startedAt).toHaveLength(3);
  });

  it('leaves hooks unstarted that would have to wait when the lane stops', async () => {
    const { test, startedAt } = await createLimitedLane({ requestsPerSecond: 1 });
    const messages = await test.send(hooks(3));
    const stop = new AbortController();
    const processing = processBatch(messages, test.lane, { stop: stop.signal });
    await test.clock.advance(10);
    stop.abort();
    const outcome = await processing;
    expect(outcome.acknowledge).toEqual(messages.slice(0, 1));
    expect(outcome.unstarted).toEqual(messages.slice(1));
    expect(startedAt).toHaveLength(1);
  });
});

async function createLimitedLane(
  policy: { readonly requestsPerSecond: number },
  processes?: number,
) {
  const startedAt: number[] = [];
  const transport = createTransportDouble(() => {
    startedAt.push(test.clock.now());
    return answered(200);
  });
  const test = await createLaneUnderTest({
    transport,
    policy,
    ...(processes !== undefined && { processes }),
  });
  return { test, startedAt };
}

const hooks = (count: number, prefix = 'msg') =>
  Array.from({ length: count }, (_, index) => ({ hook: { id: `${prefix}_${index}` } }));

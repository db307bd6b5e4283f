import { type LogEntry, type Logger, type PartnerPolicy, silentLogger } from '@hooklane/core';
import { acknowledgeMessages } from '@hooklane/queue';
import { describe, expect, it } from 'vitest';
import { type ProcessBatchOptions, processBatch } from '../src/process-batch.ts';
import {
  answered,
  createLaneUnderTest,
  createTransportDouble,
  type SentMessage,
} from './support/lane-under-test.ts';

const minuteMs = 60_000;
const policy: PartnerPolicy = {
  schedule: [],
  breaker: { failures: 3, probeMs: minuteMs },
  concurrency: 1,
};
const hooks = (count: number, prefix = 'msg') =>
  Array.from({ length: count }, (_, index) => ({ hook: { id: `${prefix}_${index}` } }));

describe('the breaker of a lane', () => {
  it('holds what comes after so many failures in a row, and burns none of its attempts', async () => {
    const { test, posts, work } = await createFailingLane();
    const { acknowledge, held } = await work(hooks(5));
    expect(posts()).toBe(3);
    expect(acknowledge).toHaveLength(3);
    expect(held.map(({ body }) => JSON.parse(body).id)).toEqual(['msg_3', 'msg_4']);
    for (const { visibleAt } of test.sqs.inspect('lane')) {
      expect(visibleAt).toBe(test.clock.now() + minuteMs);
    }
  });

  it('lets one hook an interval through as a probe, and all when it is delivered', async () => {
    let status = 500;
    const { test, posts, work } = await createFailingLane(() => status);
    await work(hooks(3));
    await test.clock.advance(minuteMs);
    expect((await work(hooks(4, 'probe'))).held).toHaveLength(3);
    expect(posts()).toBe(4);
    status = 200;
    await test.clock.advance(minuteMs);
    expect((await work(hooks(4, 'late'))).held).toEqual([]);
    expect(posts()).toBeGreaterThanOrEqual(8);
  });

  it('stays closed while a partner refuses single hooks', async () => {
    const { posts, work } = await createFailingLane(() => 404);
    await work(hooks(9));
    expect(posts()).toBe(9);
  });

  it('gives the next hook its turn when the probe broke off', async () => {
    let isHanging = false;
    const breaking = new AbortController();
    const { test, posts, work } = await createFailingLane(() => {
      if (!isHanging) return 500;
      breaking.abort(new Error('stopped'));
      throw breaking.signal.reason;
    });
    await work(hooks(3));
    await test.clock.advance(minuteMs);
    isHanging = true;
    const { unstarted } = await work(hooks(1, 'probe'), { signal: breaking.signal });
    expect(unstarted).toHaveLength(1);
    isHanging = false;
    await work(hooks(1, 'next'));
    expect(posts()).toBe(5);
  });

  it('is off when the policy says so', async () => {
    const { posts, work } = await createFailingLane(() => 500, { ...policy, breaker: false });
    await work(hooks(9));
    expect(posts()).toBe(9);
  });

  it('logs when it opens and when it closes, once each', async () => {
    const entries: LogEntry[] = [];
    const log = (entry: LogEntry): void => {
      if (entry.message.startsWith('The breaker')) entries.push(entry);
    };
    let status = 500;
    const logger = { info: log, warn: log, error: log };
    const { test, work } = await createFailingLane(() => status, policy, logger);
    await work(hooks(9));
    status = 200;
    await test.clock.advance(minuteMs);
    await work(hooks(1, 'late'));
    await work(hooks(1, 'later'));
    expect(entries).toEqual([
      {
        message: 'The breaker is open: the partner is down, its hooks wait',
        partnerId: 'acme',
        failures: 3,
        probeMs: minuteMs,
      },
      {
        message: 'The breaker is closed: the partner is up again',
        partnerId: 'acme',
        openMs: minuteMs,
      },
    ]);
  });
});

async function createFailingLane(
  status: () => number = () => 500,
  lanePolicy: PartnerPolicy = policy,
  logger: Logger = silentLogger,
) {
  const transport = createTransportDouble(() => answered(status()));
  const test = await createLaneUnderTest({ transport, policy: lanePolicy, delivery: { logger } });
  const work = async (messages: readonly SentMessage[], options?: ProcessBatchOptions) => {
    const outcome = await processBatch(await test.send(messages), test.lane, options);
    await acknowledgeMessages(outcome.acknowledge, test.queueUrl, test.delivery);
    return outcome;
  };
  return { test, posts: () => transport.posts.length, work };
}

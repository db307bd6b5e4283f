import { acknowledgeMessages, type LaneMessage, receiveMessages } from '@hooklane/queue';
import { describe, expect, it } from 'vitest';
import { processBatch } from '../src/process-batch.ts';
import {
  answered,
  createLaneUnderTest,
  createTransportDouble,
  type LaneUnderTest,
} from './support/lane-under-test.ts';

const hourMs = 3_600_000;

describe('a hook that comes before it is due', () => {
  it('is sent again, due at the same time, when the lane has no room for another hold', async () => {
    const test = await createIdleLane({ inFlightLimit: 10 });
    const dueAt = test.clock.now() + hourMs;
    const messages = await test.send(early(10, dueAt));
    const outcome = await processBatch(messages, test.lane);
    expect(outcome.held).toHaveLength(9);
    expect(outcome.acknowledge).toEqual(messages.slice(9));
    const again = test.sqs.inspect('lane').filter(({ state }) => state === 'delayed');
    expect(again).toMatchObject([
      {
        visibleAt: test.clock.now() + 900_000,
        attributes: { attempt: { StringValue: '2' }, dueAt: { StringValue: String(dueAt) } },
      },
    ]);
    expect(JSON.parse(again[0]?.body ?? '')).toMatchObject({ id: 'msg_9' });
  });

  it('is held again once the lane has room', async () => {
    const test = await createIdleLane({ inFlightLimit: 20 });
    const dueAt = test.clock.now() + hourMs;
    await processBatch(await test.send(early(10, dueAt)), test.lane);
    await processBatch(await test.send(early(10, dueAt)), test.lane);
    const full = await processBatch(await test.send(early(5, dueAt)), test.lane);
    expect(full.held).toEqual([]);
    await test.clock.advance(hourMs);
    for (let round = 0; round < 4; round += 1) await workOnce(test);
    await test.clock.advance(1_000);
    const later = await processBatch(await test.send(early(5, dueAt + 2 * hourMs)), test.lane);
    expect(later.held).toHaveLength(5);
  });

  it('looks at the lane only after a hundred holds', async () => {
    const test = await createIdleLane({});
    const dueAt = test.clock.now() + hourMs;
    for (let batch = 0; batch < 10; batch += 1) {
      await processBatch(await test.send(early(10, dueAt)), test.lane);
    }
    expect(test.sqs.requests.GetQueueAttributes).toBe(0);
    await processBatch(await test.send(early(10, dueAt)), test.lane);
    expect(test.sqs.requests.GetQueueAttributes).toBe(1);
  });

  it('is sent again when the lane cannot be looked at, and the log says so', async () => {
    const warnings: string[] = [];
    const test = await createLaneUnderTest({
      transport: createTransportDouble(() => answered(200)),
      faults: {
        before: (action) => {
          if (action === 'GetQueueAttributes') throw new Error('AccessDenied');
        },
      },
      delivery: {
        inFlightLimit: 5,
        logger: { info: () => {}, warn: ({ message }) => warnings.push(message), error: () => {} },
      },
    });
    const messages = await test.send(early(10, test.clock.now() + hourMs));
    const outcome = await processBatch(messages, test.lane);
    expect(outcome.acknowledge).toEqual(messages);
    expect(warnings).toEqual([
      'Cannot count the messages in flight; early hooks are sent again, not held',
    ]);
  });

  it('is sent again before its receives send it to the dead-letter queue', async () => {
    const test = await createIdleLane({});
    const dueAt = test.clock.now() + hourMs;
    const [message] = await test.send(early(1, dueAt));
    const worn: LaneMessage = { ...(message as LaneMessage), receiveCount: test.lane.mostReceives };
    expect((await processBatch([worn], test.lane)).acknowledge).toEqual([worn]);
    expect(test.sqs.inspect('lane').filter(({ state }) => state === 'delayed')).toHaveLength(1);
  });

  it('comes back when it can neither be held nor sent again', async () => {
    const test = await createLaneUnderTest({
      transport: createTransportDouble(() => answered(200)),
      faults: {
        before: (action) => {
          if (action === 'SendMessageBatch') throw new Error('down');
        },
      },
      delivery: { inFlightLimit: 1 },
    });
    const messages = await test.send(early(2, test.clock.now() + hourMs));
    expect((await processBatch(messages, test.lane)).failed).toEqual(messages);
  });
});

function createIdleLane(delivery: { readonly inFlightLimit?: number }): Promise<LaneUnderTest> {
  return createLaneUnderTest({
    transport: createTransportDouble(() => answered(200)),
    delivery,
  });
}

const early = (count: number, dueAt: number) =>
  Array.from({ length: count }, (_, index) => ({
    hook: { id: `msg_${index}` },
    attempt: 2,
    dueAt,
  }));

async function workOnce(test: LaneUnderTest): Promise<void> {
  const options = { clients: { sqs: test.sqs }, clock: test.clock, waitSeconds: 0 };
  const messages = await receiveMessages(test.queueUrl, options);
  const { acknowledge } = await processBatch(messages, test.lane);
  await acknowledgeMessages(acknowledge, test.queueUrl, options);
}

describe('a hook for which there is no time', () => {
  it('is left for later, and sent again before its receives send it to the dead-letter queue', async () => {
    const test = await createIdleLane({});
    const [fresh, old] = await test.send([{ hook: { id: 'fresh' } }, { hook: { id: 'old' } }]);
    const worn: LaneMessage = { ...(old as LaneMessage), receiveCount: test.lane.mostReceives };
    const messages = [fresh as LaneMessage, worn];
    const outcome = await processBatch(messages, test.lane, { mayStart: () => false });
    expect(outcome).toEqual({ unstarted: [fresh], acknowledge: [worn], held: [], failed: [] });
    expect(test.sqs.inspect('lane').filter(({ state }) => state === 'visible')).toHaveLength(1);
  });
});

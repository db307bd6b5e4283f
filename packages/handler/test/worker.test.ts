import { describe, expect, it } from 'vitest';
import { createWorker } from '../src/index.ts';
import {
  answered,
  createLaneUnderTest,
  createTransportDouble,
  type LaneUnderTest,
} from './support/lane-under-test.ts';

const laneOf = ({ queueUrl, deadLetterQueueUrl }: LaneUnderTest, partnerId = 'acme') => ({
  partnerId,
  queueUrl,
  deadLetterQueueUrl,
});

describe('createWorker', () => {
  it('delivers what comes into a lane, and leaves nothing in it', async () => {
    const transport = createTransportDouble(() => answered(200));
    const test = await createLaneUnderTest({ transport });
    const worker = createWorker({ ...test.delivery, lanes: [laneOf(test)] });
    worker.start();
    await test.clock.advance(0);
    await sendOnly(test);
    await test.clock.advance(1_000);
    expect(transport.posts).toHaveLength(1);
    expect(test.sqs.inspect('lane')).toEqual([]);
    await stop(worker, test);
  });

  it('tries again at the times of the schedule, to the second', async () => {
    const startedAt: number[] = [];
    const test = await createLaneUnderTest({
      transport: createTransportDouble(() => {
        startedAt.push(test.clock.now());
        return answered(500);
      }),
    });
    const policy = { schedule: 'patient', jitter: 0 } as const;
    const worker = createWorker({ ...test.delivery, lanes: [{ ...laneOf(test), policy }] });
    worker.start();
    await sendOnly(test);
    const hour = 3_600_000;
    for (let minute = 0; minute < 73 * 60; minute += 1) await test.clock.advance(60_000);
    const first = startedAt[0] as number;
    const expected = [
      0,
      hour / 4,
      hour,
      3 * hour,
      6 * hour,
      12 * hour,
      24 * hour,
      48 * hour,
      72 * hour,
    ];
    expect(startedAt).toHaveLength(expected.length);
    for (const [index, offset] of expected.entries()) {
      const late = (startedAt[index] as number) - first - offset;
      expect(late, `attempt ${index + 1}`).toBeGreaterThanOrEqual(0);
      // Each attempt may be late by the second that SQS counts in; the next counts from it.
      expect(late, `attempt ${index + 1}`).toBeLessThan(2_000 * (index + 1));
    }
    expect(test.sqs.inspect('lane')).toEqual([]);
    expect(test.sqs.inspect('lane-dlq')).toHaveLength(1);
    await stop(worker, test);
  });

  it('never has more requests to a partner under way than its concurrency', async () => {
    let running = 0;
    let most = 0;
    const release: (() => void)[] = [];
    const transport = createTransportDouble(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => release.push(resolve));
      running -= 1;
      return answered(200);
    });
    const test = await createLaneUnderTest({ transport });
    for (let id = 0; id < 25; id += 1) await sendOnly(test, `msg_${id}`);
    const policy = { concurrency: 3 };
    const worker = createWorker({ ...test.delivery, lanes: [{ ...laneOf(test), policy }] });
    worker.start();
    while (transport.posts.length < 25) {
      await test.clock.advance(10);
      for (const resolve of release.splice(0)) resolve();
    }
    await test.clock.advance(10);
    expect(most).toBe(3);
    expect(new Set(transport.posts.map(({ headers }) => headers['webhook-id'])).size).toBe(25);
    await stop(worker, test);
  });

  it('receives by tens while hooks are under way, one batch ahead of its concurrency', async () => {
    const release: (() => void)[] = [];
    const transport = createTransportDouble(async () => {
      await new Promise<void>((resolve) => release.push(resolve));
      return answered(200);
    });
    const test = await createLaneUnderTest({ transport });
    for (let id = 0; id < 60; id += 1) await sendOnly(test, `msg_${id}`);
    const requests: string[] = [];
    const send = (command: object, ...rest: never[]) => {
      requests.push(command.constructor.name);
      return test.sqs.send(command as never, ...rest);
    };
    const clients = { sqs: { send: send as typeof test.sqs.send } };
    const delivery = { ...test.delivery, clients };
    const worker = createWorker({ ...delivery, lanes: [laneOf(test)] });
    worker.start();
    await test.clock.advance(0);
    const inFlight = test.sqs.inspect('lane').filter(({ state }) => state !== 'visible');
    expect([transport.posts.length, inFlight.length]).toEqual([10, 20]);
    // One after the other, so that places become free one by one.
    for (let hook = 0; hook < 60; hook += 1) {
      release.shift()?.();
      await test.clock.advance(0);
    }
    await stop(worker, test);
    expect(test.sqs.inspect('lane')).toEqual([]);
    const countOf = (name: string): number => requests.filter((one) => one === name).length;
    expect(countOf('DeleteMessageBatchCommand')).toBe(6);
    // The last finds nothing.
    expect(countOf('ReceiveMessageCommand')).toBe(7);
  });

  it('receives no more than a batch ahead while it waits for the state of the partner', async () => {
    const transport = createTransportDouble(() => answered(200));
    const test = await createLaneUnderTest({ transport });
    for (let id = 0; id < 60; id += 1) await sendOnly(test, `msg_${id}`);
    const partnerState = async () => {
      await test.clock.sleep(5_000);
      return 'active' as const;
    };
    const worker = createWorker({ ...test.delivery, partnerState, lanes: [laneOf(test)] });
    worker.start();
    await test.clock.advance(4_000);
    const inFlight = test.sqs.inspect('lane').filter(({ state }) => state === 'inFlight');
    expect(inFlight.length).toBeLessThanOrEqual(20);
    await test.clock.advance(60_000);
    expect(transport.posts).toHaveLength(60);
    await stop(worker, test);
  });

  it('receives no more while what it has POSTed cannot be settled', async () => {
    const transport = createTransportDouble(() => answered(200));
    const test = await createLaneUnderTest({ transport });
    for (let id = 0; id < 400; id += 1) await sendOnly(test, `msg_${id}`);
    let isSlow = true;
    const send = async (command: object, ...rest: never[]) => {
      if (isSlow && command.constructor.name === 'SendMessageBatchCommand') {
        await test.clock.sleep(20_000);
      }
      return test.sqs.send(command as never, ...rest);
    };
    const clients = { sqs: { send: send as typeof test.sqs.send } };
    const delivery = { ...test.delivery, clients };
    const policy = { concurrency: 10 };
    const worker = createWorker({ ...delivery, lanes: [{ ...laneOf(test), policy }] });
    worker.start();
    await test.clock.advance(10_000);
    expect(transport.posts.length).toBeLessThanOrEqual(200);
    isSlow = false;
    await test.clock.advance(60_000);
    expect(transport.posts).toHaveLength(400);
    await stop(worker, test);
    expect(test.sqs.inspect('lane')).toEqual([]);
  });

  it('breaks off and gives back what does not end within the grace of a stop', async () => {
    const test = await createLaneUnderTest({
      transport: createTransportDouble(
        ({ signal }) =>
          new Promise((_, reject) => {
            signal?.addEventListener('abort', () => reject(signal.reason));
          }),
      ),
    });
    await sendOnly(test);
    const worker = createWorker({ ...test.delivery, lanes: [laneOf(test)] });
    worker.start();
    await test.clock.advance(10);
    const stopped = worker.stop({ graceMs: 3_000 });
    await test.clock.advance(3_000);
    await stopped;
    await test.clock.advance(1_000);
    expect(test.sqs.inspect('lane')).toMatchObject([{ state: 'visible' }]);
  });

  it('works a lane that is added while it runs, and leaves one that is removed', async () => {
    const transport = createTransportDouble(() => answered(200));
    const test = await createLaneUnderTest({ transport });
    const worker = createWorker(test.delivery);
    worker.start();
    await sendOnly(test, 'msg_1');
    await test.clock.advance(1_000);
    expect(transport.posts).toHaveLength(0);
    worker.addLane(laneOf(test));
    expect(() => worker.addLane(laneOf(test))).toThrow(
      expect.objectContaining({ code: 'lane_exists' }),
    );
    await test.clock.advance(1_000);
    expect(transport.posts).toHaveLength(1);
    const removed = worker.removeLane('acme');
    await test.clock.advance(30_000);
    expect(await removed).toBe(true);
    expect(worker.partnerIds).toEqual([]);
    await sendOnly(test, 'msg_2');
    await test.clock.advance(30_000);
    expect(transport.posts).toHaveLength(1);
    await stop(worker, test);
  });

  it('goes on after SQS could not be reached', async () => {
    let isDown = true;
    const transport = createTransportDouble(() => answered(200));
    const test = await createLaneUnderTest({
      transport,
      faults: {
        before: (action) => {
          if (isDown && action === 'ReceiveMessage') throw new Error('down');
        },
      },
    });
    await sendOnly(test);
    const worker = createWorker({ ...test.delivery, lanes: [laneOf(test)] });
    worker.start();
    await test.clock.advance(10_000);
    expect(transport.posts).toHaveLength(0);
    isDown = false;
    await test.clock.advance(30_000);
    expect(transport.posts).toHaveLength(1);
    await stop(worker, test);
  });

  it.each([
    [{ pollSeconds: 21 }, /pollSeconds must be an integer from 0 to 20. Received: 21/],
    [{ speed: 1 }, /unknown option "speed"/],
    [{ secrets: undefined }, /secrets must be a secret store. Received: undefined/],
  ])('refuses the options %j', async (options, message) => {
    const test = await createLaneUnderTest({
      transport: createTransportDouble(() => answered(200)),
    });
    expect(() => createWorker({ ...test.delivery, ...options } as never)).toThrow(
      expect.objectContaining({
        code: 'invalid_options',
        message: expect.stringMatching(message),
      }),
    );
  });
});

async function sendOnly(test: LaneUnderTest, id = 'msg_1'): Promise<void> {
  await test.sendOnly([{ hook: { id } }]);
}

async function stop(worker: { stop(): Promise<void> }, { clock }: LaneUnderTest): Promise<void> {
  const stopped = worker.stop();
  // A poll under way is waited for: up to 20 seconds.
  await clock.advance(25_000);
  await stopped;
}

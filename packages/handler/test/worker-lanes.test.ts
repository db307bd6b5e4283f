import { CreateQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { encodeHook, type LogEntry } from '@hooklane/core';
import { buildHook, createFakeClock } from '@hooklane/core/testing';
import { createMemorySqs } from '@hooklane/queue/testing';
import { describe, expect, it } from 'vitest';
import { createWorker, type WorkerOptions } from '../src/index.ts';
import {
  answered,
  createLaneUnderTest,
  createTransportDouble,
  secret,
} from './support/lane-under-test.ts';

describe('a worker with many lanes', () => {
  it('has no more polls out than it may, and delivers from each lane all the same', async () => {
    const { clock, worker, posts, publish, polls } = await createLanes(12, { maxPolls: 3 });
    worker.start();
    await clock.advance(30_000);
    expect(polls.most).toBe(3);
    for (let lane = 0; lane < 12; lane += 1) await publish(lane);
    await clock.advance(21_000);
    expect(posts.length).toBe(12);
    const stopped = worker.stop();
    await clock.advance(20_000);
    await stopped;
  });

  it('does not let a busy lane queue behind idle ones', async () => {
    const { clock, worker, posts, publish } = await createLanes(40, { maxPolls: 1 });
    worker.start();
    await clock.advance(1_000);
    for (let hook = 0; hook < 35; hook += 1) await publish(0);
    const start = clock.now();
    while (posts.length === 0) await clock.advance(100);
    const first = clock.now();
    await clock.advance(100);
    expect(posts.length).toBe(35);
    expect(first - start).toBeLessThanOrEqual(41_000);
    const stopped = worker.stop();
    await clock.advance(60_000);
    await stopped;
  });

  it('delivers at once to a lane to which a hook came a while ago', async () => {
    const { clock, worker, posts, publish } = await createLanes(40, { maxPolls: 1 });
    worker.start();
    await publish(0);
    while (posts.length === 0) await clock.advance(1_000);
    for (let hook = 2; hook < 6; hook += 1) {
      await clock.advance(15_000);
      await publish(0);
      await clock.advance(10);
      expect(posts.length).toBe(hook);
    }
    const stopped = worker.stop();
    await clock.advance(60_000);
    await stopped;
  });

  it('asks once for each hook of a lane to which they come one by one', async () => {
    const { clock, worker, publish, polls } = await createLanes(1, {});
    worker.start();
    await clock.advance(1_000);
    const before = polls.made;
    for (let hook = 0; hook < 10; hook += 1) {
      await publish(0);
      await clock.advance(1_000);
    }
    expect(polls.made - before).toBe(10);
    const stopped = worker.stop();
    await clock.advance(60_000);
    await stopped;
  });

  it('works on when one lane is broken, which holds no place while it waits', async () => {
    const errors: LogEntry[] = [];
    const { clock, worker, posts, publish } = await createLanes(3, {
      maxPolls: 1,
      pollSeconds: 1,
      broken: 'lane-1',
      logger: { info: () => {}, warn: () => {}, error: (entry) => void errors.push(entry) },
    });
    worker.start();
    await publish(0);
    await publish(2);
    await clock.advance(10_000);
    expect(posts.length).toBe(2);
    expect(errors.length).toBeGreaterThan(1);
    expect(new Set(errors.map(({ partnerId, code }) => `${partnerId} ${code}`))).toEqual(
      new Set(['partner-1 AccessDenied']),
    );
    const stopped = worker.stop();
    await clock.advance(10_000);
    await stopped;
  });

  it.each([0, 4_001, 1.5])('refuses maxPolls %s', (maxPolls) => {
    const secrets = { getSecrets: async () => [secret] };
    expect(() => createWorker({ secrets, maxPolls })).toThrow(
      expect.objectContaining({ code: 'invalid_options' }),
    );
  });
});

describe('messages that are being worked', () => {
  it('stay hidden as long as the partner takes, and come back soon after a crash', async () => {
    const test = await createLaneUnderTest({
      transport: createTransportDouble(async () => {
        await test.clock.sleep(200_000);
        return answered(200);
      }),
    });
    const { queueUrl, deadLetterQueueUrl } = test;
    const worker = createWorker({
      ...test.delivery,
      lanes: [{ partnerId: 'acme', queueUrl, deadLetterQueueUrl }],
    });
    worker.start();
    await test.sendOnly([{}]);
    await test.clock.advance(1_000);
    expect(test.sqs.inspect('lane')[0]?.visibleAt).toBeLessThanOrEqual(test.clock.now() + 60_000);
    for (let second = 0; second < 198; second += 1) {
      await test.clock.advance(1_000);
      expect(test.sqs.inspect('lane')[0]?.state).toBe('inFlight');
    }
    await test.clock.advance(5_000);
    expect(test.sqs.inspect('lane')).toEqual([]);
    expect(test.sqs.inspect('results')).toHaveLength(1);
    const stopped = worker.stop();
    await test.clock.advance(20_000);
    await stopped;
  });

  it('are not touched by the heartbeat when they are held', async () => {
    const test = await createLaneUnderTest({
      transport: createTransportDouble(async () => {
        await test.clock.sleep(100_000);
        return answered(200);
      }),
    });
    const { queueUrl, deadLetterQueueUrl } = test;
    const dueAt = test.clock.now() + 3_600_000;
    await test.sendOnly([{}, { hook: { id: 'later' }, attempt: 2, dueAt }]);
    const worker = createWorker({
      ...test.delivery,
      lanes: [{ partnerId: 'acme', queueUrl, deadLetterQueueUrl }],
    });
    worker.start();
    await test.clock.advance(90_000);
    const held = test.sqs.inspect('lane').find(({ body }) => JSON.parse(body).id === 'later');
    expect(held?.visibleAt).toBe(dueAt);
    const stopped = worker.stop();
    await test.clock.advance(30_000);
    await stopped;
  });

  it('stay hidden while SQS is slow to take their results', async () => {
    const test = await createLaneUnderTest({
      transport: createTransportDouble(() => answered(200)),
      faults: {
        before: async (action) => {
          if (action === 'SendMessageBatch') await test.clock.sleep(100_000);
        },
      },
    });
    const { queueUrl, deadLetterQueueUrl } = test;
    await test.sendOnly([{}]);
    const worker = createWorker({
      ...test.delivery,
      lanes: [{ partnerId: 'acme', queueUrl, deadLetterQueueUrl }],
    });
    worker.start();
    for (let second = 0; second < 99; second += 1) {
      await test.clock.advance(1_000);
      expect(test.sqs.inspect('lane')[0]?.state).toBe('inFlight');
    }
    await test.clock.advance(5_000);
    expect(test.sqs.inspect('lane')).toEqual([]);
    const stopped = worker.stop();
    await test.clock.advance(20_000);
    await stopped;
  });

  it('come back later each time they fail', async () => {
    let isDown = true;
    const test = await createLaneUnderTest({
      transport: createTransportDouble(() => answered(200)),
      faults: {
        before: (action) => {
          if (isDown && action === 'SendMessageBatch') throw new Error('down');
        },
      },
    });
    const { queueUrl, deadLetterQueueUrl } = test;
    await test.sendOnly([{}]);
    const worker = createWorker({
      ...test.delivery,
      lanes: [{ partnerId: 'acme', queueUrl, deadLetterQueueUrl }],
    });
    worker.start();
    const waits: number[] = [];
    for (let receive = 1; receive <= 7; receive += 1) {
      await test.clock.advance(1_000);
      const [message] = test.sqs.inspect('lane');
      const waitMs = (message?.visibleAt ?? 0) - test.clock.now();
      waits.push(Math.round(waitMs / 1_000));
      await test.clock.advance(waitMs);
    }
    expect(waits.map((seconds) => Math.round(seconds / 10) * 10)).toEqual([
      30, 60, 120, 240, 480, 900, 900,
    ]);
    isDown = false;
    await test.clock.advance(1_000_000);
    expect(test.sqs.inspect('lane')).toEqual([]);
    const stopped = worker.stop();
    await test.clock.advance(20_000);
    await stopped;
  });
});

interface LanesOptions extends Partial<WorkerOptions> {
  /** A queue that nobody may receive from. */
  readonly broken?: string;
}

async function createLanes(count: number, { broken, ...options }: LanesOptions) {
  const clock = createFakeClock();
  const polls = { out: 0, most: 0, made: 0 };
  const memory = createMemorySqs({ clock });
  const send = async (command: { input: { QueueUrl?: string }; constructor: { name: string } }) => {
    const isReceive = command.constructor.name === 'ReceiveMessageCommand';
    if (isReceive && command.input.QueueUrl?.endsWith(`/${broken}`)) {
      throw Object.assign(new Error('denied'), { name: 'AccessDenied' });
    }
    if (!isReceive) return (memory.send as (command: unknown) => Promise<unknown>)(command);
    polls.made += 1;
    polls.out += 1;
    polls.most = Math.max(polls.most, polls.out);
    try {
      return await (memory.send as (command: unknown) => Promise<unknown>)(command);
    } finally {
      polls.out -= 1;
    }
  };
  const urls: string[] = [];
  for (let lane = 0; lane < count; lane += 1) {
    const { QueueUrl = '' } = await memory.send(
      new CreateQueueCommand({ QueueName: `lane-${lane}` }),
    );
    urls.push(QueueUrl);
  }
  const posts: string[] = [];
  const worker = createWorker({
    secrets: { getSecrets: async () => [secret] },
    transport: createTransportDouble(({ headers }) => {
      posts.push(headers['webhook-id'] ?? '');
      return answered(200);
    }),
    clients: { sqs: { send: send as typeof memory.send } },
    clock,
    logger: { info: () => {}, warn: () => {}, error: () => {} },
    ...options,
    lanes: urls.map((queueUrl, lane) => ({
      partnerId: `partner-${lane}`,
      queueUrl,
      deadLetterQueueUrl: queueUrl,
    })),
  });
  let published = 0;
  const publish = async (lane: number): Promise<void> => {
    published += 1;
    const hook = buildHook({ id: `msg_${published}`, partnerId: `partner-${lane}` });
    await memory.send(
      new SendMessageCommand({ QueueUrl: urls[lane], MessageBody: encodeHook(hook) }),
    );
  };
  return { clock, worker, posts, publish, polls };
}

import { describe, expect, it } from 'vitest';
import { processBatch } from '../src/process-batch.ts';
import {
  answered,
  createLaneUnderTest,
  createTransportDouble,
  type LaneUnderTest,
} from './support/lane-under-test.ts';

const idsOf = (messages: readonly { readonly messageId: string }[]) =>
  messages.map(({ messageId }) => messageId);
const resultsIn = ({ sqs }: LaneUnderTest) =>
  sqs.inspect('results').flatMap(({ body }) => JSON.parse(body).results);

describe('processBatch', () => {
  it('delivers a due hook, publishes one result and acknowledges', async () => {
    const transport = createTransportDouble(() => answered(200));
    const test = await createLaneUnderTest({ transport });
    const messages = await test.send([{}]);
    const outcome = await processBatch(messages, test.lane);
    expect(outcome).toEqual({ acknowledge: messages, held: [], failed: [], unstarted: [] });
    expect(transport.posts[0]?.headers['webhook-signature']).toMatch(/^v1,/);
    expect(resultsIn(test)).toMatchObject([
      { hookId: 'msg_1', attempt: 1, outcome: { kind: 'delivered' }, next: { kind: 'finish' } },
    ]);
  });

  it('requeues a hook the partner answered 500, due as the schedule says, before acknowledging', async () => {
    const test = await createLaneUnderTest({
      transport: createTransportDouble(() => answered(500)),
      policy: { schedule: [5_000], jitter: 0 },
    });
    const messages = await test.send([{}]);
    const outcome = await processBatch(messages, test.lane);
    expect(outcome.acknowledge).toEqual(messages);
    const again = test.sqs.inspect('lane').find(({ state }) => state === 'delayed');
    expect(again?.attributes).toMatchObject({
      attempt: { StringValue: '2' },
      dueAt: { StringValue: String(test.clock.now() + 5_000) },
    });
  });

  it('brings hooks back together that failed together, and each batch at another time', async () => {
    const draws = [0.1, 0.9, 0.3, 0.5, 0.7, 0.2].values();
    const test = await createLaneUnderTest({
      transport: createTransportDouble(() => answered(500)),
      policy: { schedule: [3_600_000] },
      delivery: { random: () => draws.next().value ?? 0 },
    });
    for (let batch = 0; batch < 2; batch += 1) {
      const hooks = [0, 1, 2].map((index) => ({ hook: { id: `msg_${batch}_${index}` } }));
      await processBatch(await test.send(hooks), test.lane);
    }
    const dueTimes = test.sqs
      .inspect('lane')
      .filter(({ state }) => state === 'delayed')
      .map(({ attributes }) => attributes['dueAt']?.StringValue);
    expect(dueTimes).toHaveLength(6);
    expect(new Set(dueTimes.slice(0, 3)).size).toBe(1);
    expect(new Set(dueTimes).size).toBe(2);
  });

  it('buries a hook whose schedule is used up, with the reason', async () => {
    const test = await createLaneUnderTest({
      transport: createTransportDouble(() => answered(503)),
      policy: { schedule: [] },
    });
    const messages = await test.send([{}]);
    expect((await processBatch(messages, test.lane)).acknowledge).toEqual(messages);
    expect(test.sqs.inspect('lane-dlq')[0]?.attributes).toMatchObject({
      reason: { StringValue: 'exhausted' },
      detail: { StringValue: 'status_503' },
      attempt: { StringValue: '1' },
    });
  });

  it('buries poison alone, and touches none of its neighbours', async () => {
    const test = await createLaneUnderTest({
      transport: createTransportDouble(() => answered(200)),
    });
    const messages = await test.send([{ body: 'no hook' }, { hook: { id: 'msg_2' } }]);
    const outcome = await processBatch(messages, test.lane);
    expect(new Set(idsOf(outcome.acknowledge))).toEqual(new Set(idsOf(messages)));
    expect(test.sqs.inspect('lane-dlq')).toMatchObject([
      { body: 'no hook', attributes: { reason: { StringValue: 'poison' } } },
    ]);
  });

  it('leaves a message of a newer version for a newer consumer', async () => {
    const transport = createTransportDouble(() => answered(200));
    const test = await createLaneUnderTest({ transport });
    const messages = await test.send([{ body: '{"v":2}' }]);
    expect((await processBatch(messages, test.lane)).failed).toEqual(messages);
    expect(transport.posts).toEqual([]);
  });

  it('holds what is not due, and does not POST it', async () => {
    const transport = createTransportDouble(() => answered(200));
    const test = await createLaneUnderTest({ transport });
    const messages = await test.send([{ attempt: 2, dueAt: test.clock.now() + 90_000 }]);
    expect((await processBatch(messages, test.lane)).held).toEqual(messages);
    expect(transport.posts).toEqual([]);
    expect(test.sqs.inspect('lane')[0]).toMatchObject({
      state: 'inFlight',
      visibleAt: test.clock.now() + 90_000,
    });
  });

  it('delivers a hook that is twice in a batch once, and acknowledges both', async () => {
    const transport = createTransportDouble(() => answered(200));
    const test = await createLaneUnderTest({ transport });
    const messages = await test.send([{}, {}]);
    expect((await processBatch(messages, test.lane)).acknowledge).toHaveLength(2);
    expect(transport.posts).toHaveLength(1);
  });

  it('requeues a hook that cannot be signed with the same attempt, unsent', async () => {
    const transport = createTransportDouble(() => answered(200));
    const test = await createLaneUnderTest({ transport, secrets: [] });
    const messages = await test.send([{ attempt: 3 }]);
    expect((await processBatch(messages, test.lane)).acknowledge).toEqual(messages);
    expect(transport.posts).toEqual([]);
    const again = test.sqs.inspect('lane').find(({ state }) => state === 'delayed');
    expect(again?.attributes).toMatchObject({ attempt: { StringValue: '3' } });
    expect(resultsIn(test)).toEqual([]);
  });

  it('does not POST again when only the result could not be published', async () => {
    const transport = createTransportDouble(() => answered(200));
    let isDown = true;
    const test = await createLaneUnderTest({
      transport,
      faults: {
        before: (action) => {
          if (isDown && action === 'SendMessageBatch') throw new Error('down');
        },
      },
    });
    const messages = await test.send([{}]);
    expect((await processBatch(messages, test.lane)).failed).toEqual(messages);
    isDown = false;
    expect((await processBatch(messages, test.lane)).acknowledge).toEqual(messages);
    expect(transport.posts).toHaveLength(1);
    expect(resultsIn(test)).toHaveLength(1);
  });

  it('begins nothing when there is no time left', async () => {
    const transport = createTransportDouble(() => answered(200));
    const test = await createLaneUnderTest({ transport });
    const messages = await test.send([{}]);
    const outcome = await processBatch(messages, test.lane, { mayStart: () => false });
    expect(outcome.unstarted).toEqual(messages);
    expect(transport.posts).toEqual([]);
  });

  it('keeps one broken attempt from the others of its batch', async () => {
    const transport = createTransportDouble((_, post) => {
      if (post === 1) throw new TypeError('a bug');
      return answered(200);
    });
    const test = await createLaneUnderTest({ transport });
    const messages = await test.send([{}, { hook: { id: 'msg_2' } }]);
    const outcome = await processBatch(messages, test.lane);
    expect(outcome.failed).toHaveLength(1);
    expect(outcome.acknowledge).toHaveLength(1);
  });
});

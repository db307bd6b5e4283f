import type { AttemptResult, DedupeStore, PartnerPolicy } from '@hooklane/core';
import { describe, expect, it } from 'vitest';
import type { DeliveryOptions } from '../src/delivery-options.ts';
import { processBatch } from '../src/process-batch.ts';
import type { TransportAnswer } from '../src/transport.ts';
import {
  answered,
  createLaneUnderTest,
  createTransportDouble,
  type LaneUnderTest,
} from './support/lane-under-test.ts';

const resultsIn = ({ sqs }: LaneUnderTest): AttemptResult[] =>
  sqs.inspect('results').flatMap(({ body }) => JSON.parse(body).results);

describe('the dedupe store', () => {
  it('keeps a hook that was delivered from being POSTed again, and gives its result again', async () => {
    const { test, transport } = await createLane();
    await processBatch(await test.send([{}]), test.lane);
    const copies = await test.send([{}]);
    expect((await processBatch(copies, test.lane)).acknowledge).toEqual(copies);
    expect(transport.posts).toHaveLength(1);
    expect(resultsIn(test).map(({ outcome }) => outcome)).toEqual([
      { kind: 'delivered', status: 200 },
      { kind: 'delivered', status: 200 },
    ]);
  });

  it('lets the next attempt go when the partner refused the hook', async () => {
    const { test, transport } = await createLane({ answer: answered(500) });
    await processBatch(await test.send([{}]), test.lane);
    await processBatch(await test.send([{ attempt: 2 }]), test.lane);
    expect(transport.posts).toHaveLength(2);
  });

  it('holds a hook that is being delivered elsewhere', async () => {
    const { test, transport } = await createLane({
      dedupe: {
        claim: async () => ({ kind: 'busy' }),
        complete: async () => {},
        release: async () => {},
      },
    });
    const messages = await test.send([{}]);
    expect((await processBatch(messages, test.lane)).held).toEqual(messages);
    expect(transport.posts).toEqual([]);
    expect(resultsIn(test)).toEqual([]);
  });

  it.each(['claim', 'complete'] as const)('is passed over when its %s fails', async (method) => {
    const store: DedupeStore = {
      claim: async () => ({ kind: 'claimed' }),
      complete: async () => {},
      release: async () => {},
      [method]: () => Promise.reject(new TypeError('whsec_of_the_store')),
    };
    const { test, transport, lines } = await createLane({ dedupe: store });
    const messages = await test.send([{}]);
    expect((await processBatch(messages, test.lane)).acknowledge).toEqual(messages);
    expect(transport.posts).toHaveLength(1);
    expect(lines.filter(({ level }) => level === 'error')).toMatchObject([
      { code: 'TypeError', hookId: 'msg_1' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('whsec_of_the_store');
  });

  it('can be switched off', async () => {
    const { test, transport } = await createLane({ dedupe: false });
    await processBatch(await test.send([{}]), test.lane);
    await processBatch(await test.send([{}]), test.lane);
    expect(transport.posts).toHaveLength(2);
  });
});

describe('the state of a partner', () => {
  it('keeps the hooks of a disabled partner in the lane, without a POST', async () => {
    const { test, transport } = await createLane({ partnerState: async () => 'disabled' });
    const messages = await test.send([{}]);
    expect((await processBatch(messages, test.lane)).held).toEqual(messages);
    expect(transport.posts).toEqual([]);
  });

  it('ends the hooks of a deleted partner, due or not, with a result and without a POST', async () => {
    const { test, transport } = await createLane({ partnerState: async () => 'deleted' });
    const later = { hook: { id: 'msg_2' }, attempt: 3, dueAt: test.clock.now() + 3_600_000 };
    const messages = await test.send([{}, later]);
    expect((await processBatch(messages, test.lane)).acknowledge).toEqual(messages);
    expect(transport.posts).toEqual([]);
    expect(resultsIn(test)).toMatchObject([
      { hookId: 'msg_1', outcome: { kind: 'discarded' }, next: { kind: 'finish' } },
      { hookId: 'msg_2', attempt: 3, outcome: { kind: 'discarded' } },
    ]);
    expect(test.sqs.inspect('lane-dlq')).toEqual([]);
  });

  it('is asked for at most every half minute', async () => {
    let asked = 0;
    const { test } = await createLane({
      partnerState: async () => {
        asked += 1;
        return 'active';
      },
    });
    await processBatch(await test.send([{}]), test.lane);
    await test.clock.advance(29_999);
    await processBatch(await test.send([{}]), test.lane);
    expect(asked).toBe(1);
    await test.clock.advance(1);
    await processBatch(await test.send([{}]), test.lane);
    expect(asked).toBe(2);
  });

  it('stays what it was while it cannot be had, and holds hooks while nothing is known', async () => {
    let isDown = true;
    const { test, transport, lines } = await createLane({
      partnerState: async () => {
        if (isDown) throw new RangeError('down');
        return 'active';
      },
    });
    const messages = await test.send([{}]);
    expect((await processBatch(messages, test.lane)).held).toEqual(messages);
    isDown = false;
    await test.clock.advance(5_000);
    await processBatch(await test.send([{ hook: { id: 'msg_2' } }]), test.lane);
    isDown = true;
    await test.clock.advance(30_000);
    await processBatch(await test.send([{ hook: { id: 'msg_3' } }]), test.lane);
    expect(transport.posts).toHaveLength(2);
    expect(lines.filter(({ level }) => level === 'error')).toMatchObject([
      { message: 'Cannot learn whether the partner is active', code: 'RangeError' },
      { message: 'Cannot learn whether the partner is active', code: 'RangeError' },
    ]);
  });
});

describe('a partner that says stop', () => {
  const deliveryControl = (status: number, wish: string): TransportAnswer => ({
    kind: 'answered',
    status,
    deliveryControl: wish,
  });

  it.each([
    ['410', answered(410), {}],
    ['disable', deliveryControl(500, 'disable'), { deliveryControl: true }],
    ['a delivery with disable', deliveryControl(200, 'disable'), { deliveryControl: true }],
  ])('by %s is told to onGone, and awaited', async (_, answer, policy) => {
    const gone: string[] = [];
    const { test } = await createLane({
      answer,
      policy,
      onGone: async ({ hookId }) => {
        await Promise.resolve();
        gone.push(hookId);
      },
    });
    const messages = await test.send([{}]);
    expect((await processBatch(messages, test.lane)).acknowledge).toEqual(messages);
    expect(gone).toEqual(['msg_1']);
    expect(test.sqs.inspect('lane')).toHaveLength(1); // Only the message that is to be acknowledged.
  });

  it('by abort-message ends this hook only', async () => {
    const gone: string[] = [];
    const { test } = await createLane({
      answer: deliveryControl(500, 'abort-message'),
      policy: { deliveryControl: true },
      onGone: ({ hookId }) => void gone.push(hookId),
    });
    const messages = await test.send([{}]);
    expect((await processBatch(messages, test.lane)).acknowledge).toEqual(messages);
    expect(resultsIn(test)).toMatchObject([{ outcome: { kind: 'aborted', status: 500 } }]);
    expect(gone).toEqual([]);
  });

  it('is not heard unless the policy allows it', async () => {
    const { test } = await createLane({ answer: deliveryControl(500, 'disable') });
    await processBatch(await test.send([{}]), test.lane);
    expect(resultsIn(test)).toMatchObject([
      { outcome: { kind: 'refused', status: 500 }, next: { kind: 'requeue', attempt: 2 } },
    ]);
  });

  it('is acknowledged even when onGone throws', async () => {
    const { test, lines } = await createLane({
      answer: answered(410),
      onGone: () => Promise.reject(new TypeError('a bug')),
    });
    const messages = await test.send([{}]);
    expect((await processBatch(messages, test.lane)).acknowledge).toEqual(messages);
    expect(lines).toContainEqual({
      level: 'error',
      message: 'onAttempt or onGone threw',
      partnerId: 'acme',
      hookId: 'msg_1',
      code: 'TypeError',
    });
  });
});

interface LaneOptions extends Partial<DeliveryOptions> {
  readonly answer?: TransportAnswer;
  readonly policy?: PartnerPolicy;
}

async function createLane({ answer = answered(200), policy = {}, ...delivery }: LaneOptions = {}) {
  const transport = createTransportDouble(() => answer);
  const lines: Record<string, unknown>[] = [];
  const log = (level: string) => (entry: object) => void lines.push({ level, ...entry });
  const logger = { info: log('info'), warn: log('warn'), error: log('error') };
  const test = await createLaneUnderTest({ transport, policy, delivery: { logger, ...delivery } });
  return { test, transport, lines };
}

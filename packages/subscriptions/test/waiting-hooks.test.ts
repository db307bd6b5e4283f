import { describe, expect, it } from 'vitest';
import type { PublishedEvent, SubscriptionStore, Subscriptions } from '../src/index.ts';
import { CrashError } from './support/crashing.ts';
import { playLane, refused, takeResults } from './support/played-lane.ts';
import { createServiceUnderTest, type ServiceUnderTest } from './support/service-under-test.ts';

const event = { type: 'transfer.created', data: { amount: 12, currency: 'EUR' } };
const nothing = { accepted: 0, rejected: 0, pending: 0, held: 0, discarded: 0 };

function kindsOf({ hooks }: PublishedEvent): readonly string[] {
  return hooks.map(({ kind }) => kind);
}

describe('hooks that wait', () => {
  it('holds hooks of a disabled subscription while others of the partner run', async () => {
    const { subscriptions, subscribe, inLane } = await createServiceUnderTest();
    const off = await subscribe('acme');
    await subscribe('acme');
    await subscriptions.disable(off.id);
    const published = await subscriptions.publishEvent(event);
    expect(new Set(kindsOf(published))).toEqual(new Set(['held', 'accepted']));
    expect(inLane('acme')).toHaveLength(1);
    await subscriptions.enable(off.id);
    expect(
      inLane('acme')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(published.hooks.map(({ hookId }) => hookId).sort());
    expect((await subscriptions.listHooks({ statuses: ['held'] })).hooks).toEqual([]);
  });

  it('lets hooks wait in the lane, which is paused, when no subscription is active', async () => {
    const { subscriptions, subscribe, inLane, laneCalls } = await createServiceUnderTest();
    const { id } = await subscribe('acme');
    await subscriptions.disable(id);
    expect(laneCalls.at(-1)).toBe('pause acme');
    expect(kindsOf(await subscriptions.publishEvent(event))).toEqual(['accepted']);
    expect(inLane('acme')).toHaveLength(1);
  });

  it('holds them in the store when lanes cannot be paused', async () => {
    const { again, subscribe, inLane } = await createServiceUnderTest();
    const { id } = await subscribe('acme');
    const subscriptions = again({ partnerLanes: undefined });
    await subscriptions.disable(id);
    expect(kindsOf(await subscriptions.publishEvent(event))).toEqual(['held']);
    expect(inLane('acme')).toEqual([]);
    await subscriptions.enable(id);
    expect(inLane('acme')).toHaveLength(1);
  });

  it('sends what was held to the URL that the subscription has by then', async () => {
    const { again, subscribe, inLane } = await createServiceUnderTest();
    const subscriptions = again({ partnerLanes: undefined });
    const { id } = await subscribe('acme');
    await subscriptions.disable(id);
    await subscriptions.publishEvent(event);
    await subscriptions.updateSubscription(id, { url: 'https://new.acme.example/' });
    await subscriptions.enable(id);
    expect(inLane('acme')[0]?.url).toBe('https://new.acme.example/');
  });

  it('discards what waits for a subscription that ends', async () => {
    const { subscriptions, subscribe, inLane } = await createServiceUnderTest();
    const off = await subscribe('acme');
    await subscribe('acme');
    await subscriptions.disable(off.id);
    await subscriptions.publishEvent(event);
    await subscriptions.unsubscribe(off.id);
    const { hooks } = await subscriptions.listHooks({ subscriptionId: off.id });
    expect(hooks).toMatchObject([{ status: 'discarded' }]);
    expect(inLane('acme')).toHaveLength(1);
  });

  it('keeps what SQS did not take, and hooks of partners without a lane, for resumePublishing', async () => {
    const { subscriptions, subscribe, inLane, faults, clock } = await createServiceUnderTest();
    await subscribe('acme');
    await subscribe('nolane');
    faults.failEntry = () => ({ code: 'InternalError', isSenderFault: true });
    const [published] = await Promise.all([
      subscriptions.publishEvent(event),
      clock.advance(5_000),
    ]);
    expect(published.hooks).toMatchObject([
      { kind: 'pending', code: 'queue_refused' },
      { kind: 'pending', code: 'unknown_partner' },
    ]);
    expect((await subscriptions.undelivered()).hooks).toHaveLength(2);
    faults.failEntry = undefined;
    expect(await subscriptions.resumePublishing()).toEqual(nothing);
    await clock.advance(25_000);
    expect(await subscriptions.resumePublishing()).toEqual({ ...nothing, accepted: 1, pending: 1 });
    expect(inLane('acme').map(({ id }) => id)).toEqual([published.hooks[0]?.hookId]);
    expect(await subscriptions.resumePublishing()).toEqual({ ...nothing, pending: 1 });
  });

  it('publishes held hooks whose subscription was enabled while they were stored', async () => {
    const { subscriptions, again, store, subscribe, inLane } = await createServiceUnderTest();
    const off = await subscribe('acme');
    await subscribe('acme');
    await subscriptions.disable(off.id);
    const late = again({
      store: {
        ...store,
        addEvent: async (...args) => {
          await subscriptions.enable(off.id);
          return store.addEvent(...args);
        },
      },
    });
    await late.publishEvent(event);
    expect(inLane('acme')).toHaveLength(1);
    expect(await subscriptions.resumePublishing({ olderThanMs: 0 })).toMatchObject({ accepted: 1 });
    expect(inLane('acme')).toHaveLength(2);
  });
});

interface OldHook {
  readonly service: ServiceUnderTest;
  readonly hookId: string;
  readonly subscriptionId: string;
}

/** A hook of acme, an hour old and out of its lane: held, or with its schedule used up. */
async function createOldHook(status: 'held' | 'exhausted'): Promise<OldHook> {
  const service = await createServiceUnderTest({ partnerLanes: undefined });
  const { subscriptions, clock } = service;
  const { id } = await service.subscribe('acme');
  if (status === 'held') await subscriptions.disable(id);
  const { hooks } = await subscriptions.publishEvent(event);
  while ((await playLane('acme', refused, service)) > 0) await takeResults(subscriptions, service);
  await clock.advance(3_600_000);
  const [hookId = ''] = hooks.map((hook) => hook.hookId);
  expect(await service.store.getHook(hookId)).toMatchObject({ status });
  return { service, hookId, subscriptionId: id };
}

/** The store, with something that happens right after hooks are pending, before they are sent. */
function withPending(store: SubscriptionStore, then: () => Promise<void>): SubscriptionStore {
  return {
    ...store,
    moveHooks: async (ids, move) => {
      const moved = await store.moveHooks(ids, move);
      if (move.to === 'pending') await then();
      return moved;
    },
  };
}

describe('resumePublishing while another process sends old hooks', () => {
  const jobs: readonly {
    readonly job: string;
    readonly status: 'held' | 'exhausted';
    readonly run: (subscriptions: Subscriptions, old: OldHook) => Promise<unknown>;
  }[] = [
    {
      job: 'enable',
      status: 'held',
      run: (subscriptions, { subscriptionId }) => subscriptions.enable(subscriptionId),
    },
    {
      job: 'replayFailed',
      status: 'exhausted',
      run: (subscriptions) => subscriptions.replayFailed(),
    },
    {
      job: 'replayHook',
      status: 'exhausted',
      run: (subscriptions, { hookId }) => subscriptions.replayHook(hookId),
    },
  ];

  it.each(jobs)('leaves alone what $job has under way', async ({ status, run }) => {
    const old = await createOldHook(status);
    const { again, store, subscriptions, inLane } = old.service;
    const resumed: unknown[] = [];
    const resume = async () => void resumed.push(await subscriptions.resumePublishing());
    await run(again({ store: withPending(store, resume) }), old);
    expect(resumed).toEqual([nothing]);
    expect(inLane('acme').map(({ id }) => id)).toEqual([old.hookId]);
  });

  it.each(jobs)('takes up what $job left half way, after a while', async ({ status, run }) => {
    const old = await createOldHook(status);
    const { again, store, subscriptions, inLane, clock } = old.service;
    const crash = async () => {
      throw new CrashError();
    };
    await expect(run(again({ store: withPending(store, crash) }), old)).rejects.toThrow(CrashError);
    await clock.advance(29_999);
    expect(await subscriptions.resumePublishing()).toEqual(nothing);
    await clock.advance(1);
    expect(await subscriptions.resumePublishing()).toEqual({ ...nothing, accepted: 1 });
    expect(inLane('acme').map(({ id }) => id)).toEqual([old.hookId]);
  });

  it.each(jobs)('takes up at once what $job left half way, when asked to', async (job) => {
    const old = await createOldHook(job.status);
    const { again, store, subscriptions, inLane } = old.service;
    const crash = async () => {
      throw new CrashError();
    };
    await expect(job.run(again({ store: withPending(store, crash) }), old)).rejects.toThrow(
      CrashError,
    );
    expect(await subscriptions.resumePublishing({ olderThanMs: 0 })).toMatchObject({ accepted: 1 });
    expect(inLane('acme')).toHaveLength(1);
  });
});

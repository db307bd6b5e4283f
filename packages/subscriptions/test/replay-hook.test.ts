import { describe, expect, it } from 'vitest';
import { codeIs, drain, statusesOf, withFailed } from './support/failed-hooks.ts';
import { delivered, refused } from './support/played-lane.ts';

describe('replayHook', () => {
  it('sends a failed hook again with its id and body, and counts its attempts on', async () => {
    const service = await withFailed(1);
    const { subscriptions, inLane, ids } = service;
    const [id = ''] = ids;
    expect(await subscriptions.listHooks({ statuses: ['exhausted'] })).toMatchObject({
      hooks: [{ id }],
    });
    await service.clock.advance(1_000);
    expect(await subscriptions.replayHook(id)).toEqual({ kind: 'accepted' });
    expect(inLane('acme')).toMatchObject([{ id, body: expect.stringContaining('"made":0') }]);
    expect(await statusesOf(service)).toEqual(['accepted']);
    await drain(service, delivered);
    const { hooks } = await subscriptions.listHooks();
    expect(hooks).toMatchObject([{ id, status: 'delivered', attempts: 2 }]);
    expect(await subscriptions.attemptsOf(id)).toHaveLength(2);
    expect((await subscriptions.undelivered()).hooks).toEqual([]);
  });

  it('sends a delivered hook again, which stays delivered', async () => {
    const service = await withFailed(1);
    const { subscriptions, ids, inLane, clock } = service;
    const [id = ''] = ids;
    await clock.advance(1_000);
    await subscriptions.replayHook(id);
    await drain(service, delivered);
    await clock.advance(1_000);
    await subscriptions.replayHook(id);
    expect(inLane('acme')).toHaveLength(1);
    expect(await statusesOf(service)).toEqual(['delivered']);
    await drain(service, refused);
    expect(await statusesOf(service)).toEqual(['delivered']);
  });

  it('goes to where the subscription is now', async () => {
    const { subscriptions, ids, inLane } = await withFailed(1);
    const [subscription] = await subscriptions.list();
    await subscriptions.updateSubscription(subscription?.id ?? '', { url: 'https://new.example/' });
    await subscriptions.replayHook(ids[0] ?? '');
    expect(inLane('acme')[0]?.url).toBe('https://new.example/');
  });

  it('refuses hooks that it cannot send, and leaves them as they are', async () => {
    const service = await withFailed(1);
    const { subscriptions, ids, store, clock } = service;
    const [id = ''] = ids;
    await expect(subscriptions.replayHook('msg_x')).rejects.toThrow(codeIs('unknown_hook'));
    const [subscription] = await subscriptions.list();
    const subscriptionId = subscription?.id ?? '';
    await service.subscribe('acme');
    await subscriptions.disable(subscriptionId);
    await expect(subscriptions.replayHook(id)).rejects.toThrow(codeIs('subscription_disabled'));
    await subscriptions.enable(subscriptionId);
    await store.purge({ bodiesBefore: clock.now(), eventsBefore: 0 });
    await expect(subscriptions.replayHook(id)).rejects.toThrow(codeIs('body_expired'));
    await subscriptions.unsubscribe(subscriptionId);
    await expect(subscriptions.replayHook(id)).rejects.toThrow(codeIs('unknown_subscription'));
    expect(await statusesOf(service)).toEqual(['exhausted']);
  });
});

describe('purge', () => {
  it('removes bodies and then events, when their time is over', async () => {
    const service = await withFailed(1);
    const { subscriptions, clock, ids } = service;
    const dayMs = 24 * 3_600_000;
    expect(await subscriptions.purge()).toEqual({ bodies: 0, events: 0, hooks: 0, attempts: 0 });
    await clock.advance(30 * dayMs);
    expect(await subscriptions.purge()).toMatchObject({ bodies: 1, events: 0 });
    await clock.advance(60 * dayMs);
    expect(await subscriptions.purge()).toMatchObject({ events: 1, hooks: 1, attempts: 1 });
    await expect(subscriptions.attemptsOf(ids[0] ?? '')).rejects.toThrow(codeIs('unknown_hook'));
  });
});

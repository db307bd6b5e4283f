import { isHooklaneError } from '@hooklane/core';
import { describe, expect, it } from 'vitest';
import { delivered, playLane, refused, takeResults } from './support/played-lane.ts';
import { createServiceUnderTest, type ServiceUnderTest } from './support/service-under-test.ts';

const event = { type: 'transfer.created', data: { amount: 12 } };

function codeIs(code: string) {
  return expect.toSatisfy((error) => isHooklaneError(error, code));
}

/** Hooks of acme that have used up their schedule, a second between them. */
async function withFailed(count: number): Promise<ServiceUnderTest & { readonly ids: string[] }> {
  const service = await createServiceUnderTest();
  await service.subscribe('acme');
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const { hooks } = await service.subscriptions.publishEvent({ ...event, data: { made } });
    ids.push(hooks[0]?.hookId ?? '');
    await service.clock.advance(1_000);
  }
  await drain(service, refused);
  return { ...service, ids };
}

async function drain(service: ServiceUnderTest, answer: typeof delivered): Promise<void> {
  while ((await playLane('acme', answer, service)) > 0) {
    await takeResults(service.subscriptions, service);
  }
}

async function statusesOf({ subscriptions }: ServiceUnderTest): Promise<readonly string[]> {
  const { hooks } = await subscriptions.listHooks({ limit: 1_000 });
  return hooks.map(({ status }) => status);
}

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

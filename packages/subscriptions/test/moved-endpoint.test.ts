import { describe, expect, it } from 'vitest';
import { gone, playLane, resultOf, takeResults } from './support/played-lane.ts';
import { createServiceUnderTest } from './support/service-under-test.ts';

const event = { type: 'transfer.created', data: { amount: 12 } };

describe('an endpoint that was moved', () => {
  it('is not disabled for what its url of before said after it was moved', async () => {
    const service = await createServiceUnderTest();
    const { subscriptions, subscribe, clock, notices } = service;
    const { id } = await subscribe('acme');
    const asked = { outcome: gone({ url: '' }), startedAt: clock.now() };
    await subscriptions.publishEvent(event);
    const { hooks } = await subscriptions.listHooks();
    await subscriptions.consumeResults(hooks.map((hook) => resultOf(hook, asked)));
    expect((await subscriptions.get(id))?.disabledReason).toBe('gone');
    await subscriptions.updateSubscription(id, { url: 'https://moved.example/hooks' });
    await subscriptions.enable(id);
    await clock.advance(3_600_000);
    const urls: string[] = [];
    // What waited in the lane goes to the url of before.
    const answer: typeof gone = (hook) => {
      urls.push(hook.url);
      return gone(hook);
    };
    await playLane('acme', answer, service);
    expect(urls).toEqual(['https://acme.example/hooks']);
    expect(await takeResults(subscriptions, service)).toEqual(['added']);
    expect((await subscriptions.get(id))?.state).toBe('active');
    expect(notices).toHaveLength(1);
  });

  it('is disabled when both its urls said so, the one of before last', async () => {
    const service = await createServiceUnderTest();
    const { subscriptions, subscribe, clock } = service;
    const { id } = await subscribe('acme');
    const { hooks: old } = await subscriptions.publishEvent(event);
    await subscriptions.updateSubscription(id, { url: 'https://moved.example/hooks' });
    const { hooks: young } = await subscriptions.publishEvent(event);
    const now = clock.now();
    const answered = (hookId: string | undefined, url: string, startedAt: number) => {
      const hook = { id: hookId ?? '', partnerId: 'acme', type: event.type, url };
      return resultOf(hook, { outcome: gone(hook), startedAt });
    };
    await subscriptions.consumeResults([
      answered(young[0]?.hookId, 'https://moved.example/hooks', now + 1),
      answered(old[0]?.hookId, 'https://acme.example/hooks', now + 2),
    ]);
    expect((await subscriptions.get(id))?.disabledReason).toBe('gone');
  });
});

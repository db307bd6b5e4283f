import { describe, expect, it } from 'vitest';
import { createServiceUnderTest, type ServiceUnderTest } from './support/service-under-test.ts';

const event = { type: 'transfer.created', data: { amount: 12 }, idempotencyKey: 'k' };

/** Two subscriptions of a partner, and an event whose hooks are pending, as SQS was down. */
async function withPending() {
  const service = await createServiceUnderTest();
  const changed = await service.subscribe('acme');
  const other = await service.subscribe('acme');
  service.faults.before = (action) => {
    if (action === 'SendMessageBatch') throw new Error('down');
  };
  const [{ hooks }] = await Promise.all([
    service.subscriptions.publishEvent(event),
    service.clock.advance(5_000),
  ]);
  expect(hooks.map(({ kind }) => kind)).toEqual(['pending', 'pending']);
  service.faults.before = undefined;
  return { ...service, changed, other };
}

async function publishAgain({ subscriptions }: ServiceUnderTest) {
  const { hooks, isNew } = await subscriptions.publishEvent(event);
  expect(isNew).toBe(false);
  return new Map(hooks.map((hook) => [hook.subscriptionId, hook]));
}

describe('publishing an event again whose hooks are still pending', () => {
  it('sends them to the URL that the subscription has by then', async () => {
    const service = await withPending();
    const url = 'https://new.acme.example/';
    await service.subscriptions.updateSubscription(service.changed.id, { url });
    const hooks = await publishAgain(service);
    expect(hooks.get(service.changed.id)).toMatchObject({ kind: 'accepted' });
    const urls = service.inLane('acme').map((hook) => hook.url);
    expect(new Set(urls)).toEqual(new Set([url, service.other.url]));
  });

  it('holds those of a subscription that was disabled, until it is enabled', async () => {
    const service = await withPending();
    const { subscriptions, changed, other, inLane } = service;
    await subscriptions.disable(changed.id);
    const hooks = await publishAgain(service);
    expect(hooks.get(changed.id)).toMatchObject({ kind: 'held' });
    expect(hooks.get(other.id)).toMatchObject({ kind: 'accepted' });
    expect(inLane('acme')).toHaveLength(1);
    const { hooks: stored } = await subscriptions.listHooks({ subscriptionId: changed.id });
    expect(stored).toMatchObject([{ status: 'held' }]);
    await subscriptions.enable(changed.id);
    expect(inLane('acme')).toHaveLength(2);
  });

  it('discards those of a subscription that is no more', async () => {
    const service = await withPending();
    const { store, changed, other, inLane } = service;
    // As `unsubscribe` leaves it that ended before it had discarded them.
    await store.removeSubscription(changed.id);
    const hooks = await publishAgain(service);
    expect(hooks.get(changed.id)).toMatchObject({ kind: 'known', status: 'discarded' });
    expect(hooks.get(other.id)).toMatchObject({ kind: 'accepted' });
    expect(inLane('acme')).toHaveLength(1);
  });
});

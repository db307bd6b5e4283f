import { isHooklaneError } from '@hooklane/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createServiceUnderTest, partners } from './support/service-under-test.ts';

const event = { type: 'transfer.created', data: { amount: 12, to: { name: 'B', iban: 'x' } } };

describe('publishing with an idempotency key', () => {
  it('makes one event of two calls, and sends what the first stored', async () => {
    const { subscriptions, subscribe, inLane, clock } = await createServiceUnderTest();
    await subscribe('acme');
    const keyed = { ...event, idempotencyKey: 'transfer-1' };
    const first = await subscriptions.publishEvent(keyed);
    await clock.advance(5_000);
    await subscribe('bolt');
    const second = await subscriptions.publishEvent(keyed);
    expect(second).toEqual({
      eventId: first.eventId,
      isNew: false,
      hooks: [{ ...first.hooks[0], kind: 'known', status: 'accepted' }],
    });
    expect(inLane('acme')).toHaveLength(1);
    expect(inLane('bolt')).toEqual([]);
  });

  it('does not mind the order of names, and knows an id of the host as well', async () => {
    const { subscriptions } = await createServiceUnderTest();
    const reordered = { ...event, data: { to: { iban: 'x', name: 'B' }, amount: 12 } };
    for (const identity of [{ id: 'order-7' }, { idempotencyKey: 'order-7' }]) {
      expect((await subscriptions.publishEvent({ ...event, ...identity })).isNew).toBe(true);
      expect((await subscriptions.publishEvent({ ...reordered, ...identity })).isNew).toBe(false);
    }
  });

  it.each([
    { ...event, data: { amount: 13, to: { name: 'B', iban: 'x' } } },
    { ...event, type: 'transfer.updated' },
    { ...event, partnerId: 'acme' },
    { ...event, data: JSON.parse('{"amount":12,"to":{"name":"B","iban":"x","__proto__":1}}') },
  ])('refuses other content under the same key, and sends nothing: %j', async (other) => {
    const { subscriptions, subscribe, inLane } = await createServiceUnderTest();
    await subscriptions.publishEvent({ ...event, idempotencyKey: 'k' });
    await subscribe('acme');
    await expect(subscriptions.publishEvent({ ...other, idempotencyKey: 'k' })).rejects.toThrow(
      expect.toSatisfy((error) => isHooklaneError(error, 'idempotency_conflict')),
    );
    expect(inLane('acme')).toEqual([]);
  });

  it.each([{ idempotencyKey: 'order-7' }, { id: 'order-7' }])(
    'gives hooks other ids when %j names another event after the first was purged',
    async (identity) => {
      const { subscriptions, subscribe, inLane, clock, store } = await createServiceUnderTest();
      await subscribe('acme');
      const first = await subscriptions.publishEvent({ ...event, ...identity });
      const hookIds = first.hooks.map(({ hookId }) => hookId);
      await store.moveHooks(hookIds, { from: ['accepted'], to: 'delivered' });
      await clock.advance(91 * 86_400_000);
      expect(await subscriptions.purge()).toMatchObject({ events: 1, hooks: 1 });
      const other = await subscriptions.publishEvent({ ...event, data: 'other', ...identity });
      expect(other.isNew).toBe(true);
      expect(other.hooks[0]?.hookId).not.toBe(hookIds[0]);
      if (identity.id === undefined) expect(other.eventId).not.toBe(first.eventId);
      expect(inLane('acme').at(-1)?.id).toBe(other.hooks[0]?.hookId);
    },
  );

  it('makes one event per key, and one body per hook id, however calls race', async () => {
    const call = fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      amount: fc.integer({ min: 1, max: 2 }),
      waitMs: fc.integer({ min: 0, max: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 12 }), async (calls) => {
        const { again, subscribe, inLane, clock, store } = await createServiceUnderTest();
        for (const partnerId of partners) await subscribe(partnerId);
        const racing = Promise.allSettled(
          calls.map(async ({ key, amount, waitMs }) => {
            await clock.sleep(waitMs);
            const input = { ...event, data: { amount }, idempotencyKey: key };
            return again().publishEvent(input);
          }),
        );
        await clock.advance(2);
        const outcomes = await racing;
        const eventIds = new Map<string, string>();
        const newOf = new Map<string, number>();
        for (const [index, outcome] of outcomes.entries()) {
          const key = calls[index]?.key ?? '';
          if (outcome.status === 'rejected') {
            expect(isHooklaneError(outcome.reason, 'idempotency_conflict')).toBe(true);
            continue;
          }
          const { eventId, isNew } = outcome.value;
          expect(eventIds.get(key) ?? eventId).toBe(eventId);
          eventIds.set(key, eventId);
          newOf.set(key, (newOf.get(key) ?? 0) + Number(isNew));
        }
        expect([...newOf.values()].every((count) => count === 1)).toBe(true);
        expect(new Set(eventIds.keys())).toEqual(new Set(calls.map(({ key }) => key)));
        for (const partnerId of partners) {
          const bodies = new Map<string, string>();
          for (const { id, body } of inLane(partnerId)) {
            expect(bodies.get(id) ?? body).toBe(body);
            bodies.set(id, body);
            const stored = await store.getHook(id);
            expect((await store.getEvent(stored?.eventId ?? ''))?.body).toBe(body);
          }
          expect(bodies.size).toBe(eventIds.size);
        }
      }),
      { numRuns: 60 },
    );
  });
});

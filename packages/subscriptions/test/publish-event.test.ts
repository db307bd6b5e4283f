import { isHooklaneError } from '@hooklane/core';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { PublishedEvent } from '../src/index.ts';
import { createServiceUnderTest } from './support/service-under-test.ts';

const event = { type: 'transfer.created', data: { amount: 12, currency: 'EUR' } };

function codeIs(code: string) {
  return expect.toSatisfy((error) => isHooklaneError(error, code));
}

function kindsOf({ hooks }: PublishedEvent): readonly string[] {
  return hooks.map(({ kind }) => kind);
}

describe('publishEvent', () => {
  it('puts one hook into the lane of each that subscribes to the type', async () => {
    const { subscriptions, subscribe, inLane, clock } = await createServiceUnderTest();
    const acme = await subscribe('acme', ['transfer.*']);
    await subscribe('bolt', ['transfer.created']);
    await subscribe('crux', ['invoice.*']);
    const published = await subscriptions.publishEvent(event);
    expect(published).toMatchObject({
      eventId: expect.stringMatching(/^evt_[0-9a-f]{32}$/),
      isNew: true,
    });
    expect(kindsOf(published)).toEqual(['accepted', 'accepted']);
    const [hook] = inLane('acme');
    expect(hook).toEqual({
      id: published.hooks[0]?.hookId,
      partnerId: 'acme',
      url: acme.url,
      type: event.type,
      body: `{"type":"transfer.created","timestamp":"2026-01-01T00:00:00.000Z","data":{"amount":12,"currency":"EUR"}}`,
      createdAt: clock.now(),
    });
    expect(inLane('bolt')[0]?.body).toBe(hook?.body);
    expect(inLane('bolt')[0]?.id).not.toBe(hook?.id);
    expect(inLane('crux')).toEqual([]);
    const { hooks } = await subscriptions.listHooks({ partnerId: 'acme' });
    expect(hooks).toMatchObject([{ id: hook?.id, status: 'accepted', attempts: 0 }]);
  });

  it('publishes to the partner whom it concerns only, once per subscription', async () => {
    const { subscriptions, subscribe, inLane } = await createServiceUnderTest();
    await subscribe('acme');
    await subscribe('acme', ['transfer.*', 'transfer.created']);
    await subscribe('bolt');
    await subscriptions.publishEvent({ ...event, partnerId: 'acme' });
    expect(inLane('acme')).toHaveLength(2);
    expect(inLane('bolt')).toEqual([]);
  });

  it('leaves out those whose filter the data does not fit, as JSON has it', async () => {
    const { subscriptions, inLane } = await createServiceUnderTest();
    const url = 'https://acme.example/hooks';
    const filters = [{ at: '2026-01-01T00:00:00.000Z' }, { amount: { gt: 12 } }, { amount: 12 }];
    for (const filter of filters) {
      await subscriptions.subscribe({ partnerId: 'acme', url, types: ['*'], filter });
    }
    const data = { amount: 12, at: new Date(Date.UTC(2026, 0, 1)) };
    expect((await subscriptions.publishEvent({ ...event, data })).hooks).toHaveLength(2);
    expect(inLane('acme')).toHaveLength(2);
  });

  it('says when an event happened, if that is not now', async () => {
    const { subscriptions, subscribe, inLane } = await createServiceUnderTest();
    await subscribe('acme');
    await subscriptions.publishEvent({ ...event, timestamp: Date.UTC(2025, 11, 31) });
    expect(inLane('acme')[0]?.body).toContain('"timestamp":"2025-12-31T00:00:00.000Z"');
  });

  it.each([
    [undefined, 'invalid_event'],
    [{ ...event, type: 'transfer.*' }, 'invalid_event'],
    [{ type: 'a' }, 'invalid_event'],
    [{ type: 'a', data: () => {} }, 'invalid_event'],
    [{ type: 'a', data: 1n }, 'invalid_event'],
    [{ ...event, partnerId: 'Acme' }, 'invalid_partner_id'],
    [{ ...event, partner: 'acme' }, 'invalid_event'],
    [{ ...event, idempotencyKey: '' }, 'invalid_event'],
    [{ ...event, idempotencyKey: '\ud800' }, 'invalid_event'],
    [{ ...event, timestamp: 9e15 }, 'invalid_event'],
    [{ ...event, id: 'a b' }, 'invalid_event'],
    [{ ...event, id: 'a', idempotencyKey: 'b' }, 'invalid_event'],
  ])('refuses event %# with %s', async (given, code) => {
    const { subscriptions, subscribe, inLane } = await createServiceUnderTest();
    await subscribe('acme');
    await expect(subscriptions.publishEvent(given as typeof event)).rejects.toThrow(codeIs(code));
    expect(inLane('acme')).toEqual([]);
  });

  it('refuses types that are not declared and data that does not fit, naming paths but no values', async () => {
    const schema = z.object({ amount: z.object({ value: z.number() }) });
    const eventTypes = {
      'transfer.created': {
        schema,
        description: 'Money moves.',
        examples: [{ amount: { value: 1 } }],
      },
      'account.closed': {},
    };
    const { again, subscribe, inLane } = await createServiceUnderTest();
    await subscribe('acme');
    const subscriptions = again({ eventTypes });
    const type = 'transfer.created';
    await subscriptions.publishEvent({ type, data: { amount: { value: 12 } } });
    const wrong = subscriptions.publishEvent({ type, data: { amount: { value: 'secret' } } });
    await expect(wrong).rejects.toThrow(
      'Event transfer.created does not fit its schema at data.amount.value',
    );
    await expect(wrong).rejects.not.toThrow('secret');
    for (const unknown of ['transfer.updated', 'constructor', '__proto__']) {
      await expect(subscriptions.publishEvent({ type: unknown, data: 1 })).rejects.toThrow(
        codeIs('unknown_event_type'),
      );
    }
    expect(inLane('acme')).toHaveLength(1);
    expect(subscriptions.eventTypes()).toEqual([
      { type: 'account.closed', examples: [] },
      { type, examples: [{ amount: { value: 1 } }], description: 'Money moves.', schema },
    ]);
  });

  it('rejects a hook that must never be sent, and publishes the others', async () => {
    const { again, subscribe, inLane } = await createServiceUnderTest();
    await subscribe('acme');
    await subscribe('bolt');
    const subscriptions = again({ egress: { denyHosts: ['acme.example'] } });
    const { hooks } = await subscriptions.publishEvent(event);
    expect(hooks).toMatchObject([
      { kind: 'rejected', code: 'blocked_address' },
      { kind: 'accepted' },
    ]);
    expect(inLane('bolt')).toHaveLength(1);
    const { hooks: stored } = await subscriptions.listHooks({ partnerId: 'acme' });
    expect(stored).toMatchObject([{ status: 'rejected' }]);
  });

  it('rejects a body that is too large for its lane', async () => {
    const { subscriptions, subscribe } = await createServiceUnderTest();
    await subscribe('acme');
    const { hooks } = await subscriptions.publishEvent({ ...event, data: 'x'.repeat(1_048_576) });
    expect(hooks).toMatchObject([{ kind: 'rejected', code: 'hook_too_large' }]);
  });
});

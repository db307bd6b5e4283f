import { isHooklaneError } from '@hooklane/core';
import { describe, expect, it } from 'vitest';
import { createSubscriptions } from '../src/index.ts';
import { createServiceUnderTest } from './support/service-under-test.ts';

const valid = { partnerId: 'acme', url: 'https://acme.example/hooks', types: ['transfer.*'] };

function codeIs(code: string) {
  return expect.toSatisfy((error) => isHooklaneError(error, code));
}

describe('subscribe', () => {
  it('stores what the partner wants, and gives it back', async () => {
    const { subscriptions, clock } = await createServiceUnderTest();
    const made = await subscriptions.subscribe({
      ...valid,
      types: ['transfer.*', 'transfer.*', 'invoice.paid'],
      filter: { 'amount.value': { gte: 100 } },
      description: 'large ones',
    });
    expect(made).toEqual({
      id: expect.stringMatching(/^sub_[0-9a-f]{32}$/),
      partnerId: 'acme',
      url: 'https://acme.example/hooks',
      types: ['transfer.*', 'invoice.paid'],
      filter: { 'amount.value': { gte: 100 } },
      description: 'large ones',
      state: 'active',
      createdAt: clock.now(),
      updatedAt: clock.now(),
      version: 1,
    });
    expect(await subscriptions.get(made.id)).toEqual(made);
    expect(await subscriptions.list({ partnerId: 'acme' })).toEqual([made]);
    expect(await subscriptions.list({ partnerId: 'bolt' })).toEqual([]);
  });

  it.each([
    [{ ...valid, partnerId: 'Acme' }, 'invalid_partner_id'],
    [{ ...valid, url: 'ftp://acme.example/' }, 'invalid_url'],
    [{ ...valid, url: 'https://169.254.169.254/' }, 'blocked_address'],
    [{ ...valid, types: [] }, 'invalid_subscription'],
    [{ ...valid, types: ['a.*.b'] }, 'invalid_subscription'],
    [{ ...valid, filter: {} }, 'invalid_filter'],
    [{ ...valid, filter: null }, 'invalid_filter'],
    [{ ...valid, description: 'x'.repeat(501) }, 'invalid_subscription'],
    [{ ...valid, secret: 'x' }, 'invalid_subscription'],
    [undefined, 'invalid_subscription'],
  ])('refuses %j with %s, and calls for no lane', async (input, code) => {
    const { subscriptions, laneCalls } = await createServiceUnderTest();
    await expect(subscriptions.subscribe(input as typeof valid)).rejects.toThrow(codeIs(code));
    expect(await subscriptions.list()).toEqual([]);
    expect(laneCalls).toEqual([]);
  });

  it('refuses types that are not declared, and patterns that no declared type fits', async () => {
    const eventTypes = { 'transfer.created': {}, 'invoice.paid': {} };
    const { subscriptions } = await createServiceUnderTest({ eventTypes });
    await subscriptions.subscribe({ ...valid, types: ['transfer.*', 'invoice.paid', '*'] });
    for (const types of [['transfer.gone'], ['transfer.created.*'], ['refund.*']]) {
      await expect(subscriptions.subscribe({ ...valid, types })).rejects.toThrow(
        codeIs('unknown_event_type'),
      );
    }
  });

  it('has the lane of a partner provisioned before its first subscription is stored', async () => {
    const { again, store, laneCalls } = await createServiceUnderTest();
    const stored: number[] = [];
    const provision = async (partnerId: string): Promise<void> => {
      stored.push((await store.listSubscriptions({ partnerId })).length);
    };
    const none = async (): Promise<void> => {};
    const subscriptions = again({ partnerLanes: { provision, pause: none, resume: none } });
    await subscriptions.subscribe(valid);
    await subscriptions.subscribe(valid);
    expect(stored).toEqual([0]);
    expect(laneCalls).toEqual([]);
  });

  it('stores nothing when the lane cannot be provisioned', async () => {
    const { again } = await createServiceUnderTest();
    const fail = async (): Promise<void> => {
      throw new Error('no rights');
    };
    const subscriptions = again({ partnerLanes: { provision: fail, pause: fail, resume: fail } });
    await expect(subscriptions.subscribe(valid)).rejects.toThrow('no rights');
    expect(await subscriptions.list()).toEqual([]);
  });
});

describe('updateSubscription', () => {
  it('changes what it is told and leaves the rest', async () => {
    const { subscriptions, clock } = await createServiceUnderTest();
    const made = await subscriptions.subscribe({ ...valid, filter: { a: 1 }, description: 'd' });
    await clock.advance(5);
    const changed = await subscriptions.updateSubscription(made.id, { types: ['*'], filter: null });
    const { filter: _, ...rest } = made;
    expect(changed).toEqual({ ...rest, types: ['*'], updatedAt: clock.now(), version: 2 });
    expect(await subscriptions.get(made.id)).toEqual(changed);
  });

  it('refuses a change that was made for another version', async () => {
    const { subscriptions } = await createServiceUnderTest();
    const { id } = await subscriptions.subscribe(valid);
    await subscriptions.updateSubscription(id, { types: ['*'], version: 1 });
    await expect(
      subscriptions.updateSubscription(id, { types: ['a'], version: 1 }),
    ).rejects.toThrow(codeIs('subscription_changed'));
    expect((await subscriptions.get(id))?.types).toEqual(['*']);
  });

  it('loses none of many changes at the same time', async () => {
    const { subscriptions, again } = await createServiceUnderTest();
    const { id } = await subscriptions.subscribe(valid);
    const other = again();
    await Promise.all([
      subscriptions.updateSubscription(id, { description: 'new' }),
      other.updateSubscription(id, { types: ['invoice.*'] }),
      subscriptions.updateSubscription(id, { filter: { a: 1 } }),
    ]);
    expect(await subscriptions.get(id)).toMatchObject({
      description: 'new',
      types: ['invoice.*'],
      filter: { a: 1 },
      version: 4,
    });
  });

  it('says when there is no such subscription, and what is wrong with a change', async () => {
    const { subscriptions } = await createServiceUnderTest();
    await expect(subscriptions.updateSubscription('sub_x', {})).rejects.toThrow(
      codeIs('unknown_subscription'),
    );
    const { id } = await subscriptions.subscribe(valid);
    await expect(subscriptions.updateSubscription(id, { url: 'http://x' })).rejects.toThrow(
      codeIs('invalid_url'),
    );
    const state = { state: 'active' } as object;
    await expect(subscriptions.updateSubscription(id, state)).rejects.toThrow(
      codeIs('invalid_subscription'),
    );
  });
});

describe('createSubscriptions', () => {
  it.each([
    { store: {} },
    { lanes: {} },
    { clock: {} },
    { eventTypes: { 'transfer.*': {} } },
    { disableAfterMs: 5 },
    { disableAfterMs: 60_000 },
    { warnAfterMs: 6 * 24 * 3_600_000 },
    { failureSpreadMs: -1 },
    { keepBodiesMs: 0 },
    { egress: { ports: 'some' } },
    { unknown: true },
  ])('refuses %j', async (options) => {
    const { again } = await createServiceUnderTest();
    expect(() => again(options as object)).toThrow(codeIs('invalid_options'));
  });

  it('refuses to be called without a store', () => {
    expect(() => createSubscriptions({} as never)).toThrow('options.store');
  });
});

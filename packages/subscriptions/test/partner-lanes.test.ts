import { describe, expect, it } from 'vitest';
import { createServiceUnderTest } from './support/service-under-test.ts';

const valid = { partnerId: 'acme', url: 'https://acme.example/hooks', types: ['transfer.*'] };

describe('the lane of a partner', () => {
  it('is paused when no subscription is active any more, and resumed for the first that is', async () => {
    const { subscriptions, laneCalls } = await createServiceUnderTest();
    const one = await subscriptions.subscribe(valid);
    const two = await subscriptions.subscribe(valid);
    laneCalls.length = 0;
    await subscriptions.disable(one.id);
    expect(laneCalls).toEqual([]);
    await subscriptions.disable(two.id);
    expect(laneCalls).toEqual(['pause acme']);
    await subscriptions.enable(one.id);
    await subscriptions.enable(two.id);
    expect(new Set(laneCalls.slice(1))).toEqual(new Set(['resume acme']));
  });

  it('is resumed by a new subscription of a partner whose others are disabled', async () => {
    const { subscriptions, laneCalls } = await createServiceUnderTest();
    const one = await subscriptions.subscribe(valid);
    await subscriptions.disable(one.id);
    laneCalls.length = 0;
    await subscriptions.subscribe(valid);
    expect(new Set(laneCalls)).toEqual(new Set(['resume acme']));
  });

  it('runs in the end when one is enabled while the other is disabled', async () => {
    const { subscriptions, laneCalls } = await createServiceUnderTest();
    const one = await subscriptions.subscribe(valid);
    const two = await subscriptions.subscribe(valid);
    await subscriptions.disable(one.id);
    await Promise.all([subscriptions.disable(two.id), subscriptions.enable(one.id)]);
    expect(laneCalls.at(-1)).toBe('resume acme');
  });

  it('is resumed by the one who paused it when another was enabled meanwhile', async () => {
    const { again, subscriptions, laneCalls } = await createServiceUnderTest();
    const one = await subscriptions.subscribe(valid);
    const two = await subscriptions.subscribe(valid);
    await subscriptions.disable(one.id);
    const none = async (): Promise<void> => {};
    const resume = async (): Promise<void> => void laneCalls.push('resumed');
    const pause = async (): Promise<void> => {
      await subscriptions.enable(one.id);
      laneCalls.push('paused');
    };
    await again({ partnerLanes: { provision: none, pause, resume } }).disable(two.id);
    expect(laneCalls.slice(-2)).toEqual(['paused', 'resumed']);
  });

  it('runs in the end when whoever paused it ended while another was enabled', async () => {
    const { again, subscriptions, laneCalls } = await createServiceUnderTest();
    const { id } = await subscriptions.subscribe(valid);
    const end = async (): Promise<void> => {
      throw new Error('ended');
    };
    const pause = async (): Promise<void> => {
      await subscriptions.enable(id);
      laneCalls.push('paused');
    };
    const ending = again({ partnerLanes: { provision: end, pause, resume: end } });
    await expect(ending.disable(id)).rejects.toThrow('ended');
    expect(laneCalls.at(-1)).toBe('paused');
    await subscriptions.enable(id);
    expect(laneCalls.at(-1)).toBe('resume acme');
  });

  it('sends what is in it when the last subscription ends while it is disabled', async () => {
    const { subscriptions, laneCalls } = await createServiceUnderTest();
    const one = await subscriptions.subscribe(valid);
    const two = await subscriptions.subscribe(valid);
    await subscriptions.disable(one.id);
    await subscriptions.disable(two.id);
    await subscriptions.unsubscribe(one.id);
    expect(laneCalls.at(-1)).toBe('pause acme');
    await subscriptions.unsubscribe(two.id);
    expect(laneCalls.at(-1)).toBe('resume acme');
  });

  it('is paused again by another call when the one before could not', async () => {
    const { subscriptions, again, laneCalls } = await createServiceUnderTest();
    const { id } = await subscriptions.subscribe(valid);
    const fail = async (): Promise<void> => {
      throw new Error('throttled');
    };
    const failing = again({ partnerLanes: { provision: fail, pause: fail, resume: fail } });
    await expect(failing.disable(id)).rejects.toThrow('throttled');
    await subscriptions.disable(id);
    expect(laneCalls.at(-1)).toBe('pause acme');
  });

  it('stays when the last subscription goes, unless it is to go', async () => {
    const { subscriptions, again, laneCalls } = await createServiceUnderTest();
    const first = await subscriptions.subscribe(valid);
    expect(await subscriptions.unsubscribe(first.id)).toBe(true);
    expect(await subscriptions.unsubscribe(first.id)).toBe(false);
    expect(laneCalls).not.toContain('remove acme');
    const removing = again({ removeLaneWithLast: true });
    const one = await removing.subscribe(valid);
    const two = await removing.subscribe(valid);
    await removing.unsubscribe(one.id);
    expect(laneCalls).not.toContain('remove acme');
    await removing.unsubscribe(two.id);
    expect(laneCalls.at(-1)).toBe('remove acme');
  });

  it('is provisioned again when somebody subscribed while it was removed', async () => {
    const { again, laneCalls } = await createServiceUnderTest();
    const provision = async (partnerId: string): Promise<void> => {
      laneCalls.push(`provision ${partnerId}`);
    };
    const none = async (): Promise<void> => {};
    const remove = async (): Promise<void> => {
      await subscriptions.subscribe(valid);
      laneCalls.push('removed');
    };
    const subscriptions = again({
      removeLaneWithLast: true,
      partnerLanes: { provision, remove, pause: none, resume: none },
    });
    const { id } = await subscriptions.subscribe(valid);
    await subscriptions.unsubscribe(id);
    expect(laneCalls.at(-1)).toBe('provision acme');
  });
});

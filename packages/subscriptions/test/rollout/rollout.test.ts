import { HooklaneError } from '@hooklane/core';
import { buildHookInput } from '@hooklane/core/testing';
import { describe, expect, it } from 'vitest';
import { createRollout, type PathComparison, planBatches } from '../../src/rollout/index.ts';
import { cacheMs, createRolloutUnderTest, whileTimePasses } from './rollout-under-test.ts';

const hookOf = (id: string, partnerId = 'acme') => buildHookInput({ id, partnerId });
const idsOf = (hooks: readonly { readonly id: string }[]) => hooks.map(({ id }) => id);
const error = (code: string) => expect.objectContaining({ code });

describe('who goes where', () => {
  it('publishes all by the legacy path until somebody is moved', async () => {
    const { rollout, byLegacy, byHooklane } = createRolloutUnderTest();
    expect(await rollout.publish([hookOf('msg_1'), hookOf('msg_2', 'globex')])).toEqual([
      { kind: 'accepted', hookId: 'msg_1', path: 'legacy' },
      { kind: 'accepted', hookId: 'msg_2', path: 'legacy' },
    ]);
    expect(idsOf(byLegacy)).toEqual(['msg_1', 'msg_2']);
    expect(byHooklane).toEqual([]);
  });

  it('moves one partner and leaves the others, and says so in order', async () => {
    const { rollout, clock, byLegacy, byHooklane } = createRolloutUnderTest();
    await whileTimePasses(clock, rollout.move('acme', 'hooklane'));
    const outcomes = await rollout.publish([
      hookOf('msg_1', 'globex'),
      hookOf('msg_2'),
      hookOf('msg_3', 'globex'),
    ]);
    expect(outcomes.map((one) => one.path)).toEqual(['legacy', 'hooklane', 'legacy']);
    expect(idsOf(byLegacy)).toEqual(['msg_1', 'msg_3']);
    expect(idsOf(byHooklane)).toEqual(['msg_2']);
  });

  it('moves those of a percentage, but not whom somebody moved back by hand', async () => {
    const { rollout, clock } = createRolloutUnderTest();
    await whileTimePasses(clock, rollout.move('acme', 'legacy'));
    await whileTimePasses(clock, rollout.moveToPercentage(100));
    expect(await rollout.pathOf('acme')).toBe('legacy');
    expect(await rollout.pathOf('globex')).toBe('hooklane');
    await whileTimePasses(clock, rollout.moveToPercentage(0));
    expect(await rollout.pathOf('globex')).toBe('legacy');
  });

  it('moves a batch, and goes on with one that was broken off', async () => {
    const batches = planBatches({ small: 1, middle: 2, large: 97 }, [0.03, 1]);
    const { rollout, clock } = createRolloutUnderTest({ batches });
    await whileTimePasses(clock, rollout.move('small', 'hooklane'));
    expect(await whileTimePasses(clock, rollout.moveBatch(1))).toEqual([
      { partnerId: 'small', isMoved: false },
      { partnerId: 'middle', isMoved: true },
    ]);
    expect(await rollout.status()).toMatchObject({
      percentage: 0,
      partners: [
        { partnerId: 'large', path: 'legacy', hasOwnRoute: false },
        { partnerId: 'middle', path: 'hooklane', hasOwnRoute: true },
        { partnerId: 'small', path: 'hooklane', hasOwnRoute: true },
      ],
      batches: [
        { number: 1, partners: 2, onHooklane: 2 },
        { number: 2, partners: 1, onHooklane: 0 },
      ],
    });
    await whileTimePasses(clock, rollout.moveBatch(1, { to: 'legacy' }));
    expect(await rollout.pathOf('small')).toBe('legacy');
  });

  it('gives a hook without an id one, and keeps it', async () => {
    const { rollout, byLegacy } = createRolloutUnderTest({ newHookId: () => 'msg_made' });
    const { id: _, ...hook } = hookOf('msg_1');
    expect(await rollout.publish([hook])).toMatchObject([{ hookId: 'msg_made' }]);
    expect(idsOf(byLegacy)).toEqual(['msg_made']);
  });
});

describe('several processes', () => {
  it('publish each hook by one path while what they know differs', async () => {
    const one = createRolloutUnderTest();
    const other = createRolloutUnderTest({ routes: one.store, clock: one.clock });
    await one.rollout.publish([hookOf('one_0')]);
    await other.rollout.publish([hookOf('other_0')]);
    const moving = one.rollout.move('acme', 'hooklane');
    await one.clock.advance(cacheMs - 1);
    expect(await one.rollout.publish([hookOf('one_1')])).toMatchObject([{ path: 'hooklane' }]);
    expect(await other.rollout.publish([hookOf('other_1')])).toMatchObject([{ path: 'legacy' }]);
    await one.clock.advance(100);
    await moving;
    expect(await other.rollout.publish([hookOf('other_2')])).toMatchObject([{ path: 'hooklane' }]);
    expect(idsOf([...one.byLegacy, ...one.byHooklane])).toEqual(['one_0', 'one_1']);
    expect(idsOf([...other.byLegacy, ...other.byHooklane])).toEqual([
      'other_0',
      'other_1',
      'other_2',
    ]);
  });

  it('have all seen a move when it resolves, also one whose read began before the write', async () => {
    const one = createRolloutUnderTest();
    let answerReads: () => void = () => {};
    const slow = new Promise<void>((resolve) => {
      answerReads = resolve;
    });
    const other = createRolloutUnderTest({
      clock: one.clock,
      routes: {
        ...one.store,
        listRoutes: async () => {
          const routes = await one.store.listRoutes();
          await slow;
          return routes;
        },
      },
    });
    // Reads the routes of before, which arrive late.
    const first = other.rollout.publish([hookOf('other_1')]);
    const moving = one.rollout.move('acme', 'hooklane');
    await one.clock.advance(cacheMs - 1);
    answerReads();
    expect(await first).toMatchObject([{ path: 'legacy' }]);
    await one.clock.advance(100);
    await moving;
    expect(await other.rollout.publish([hookOf('other_2')])).toMatchObject([{ path: 'hooklane' }]);
  });

  it.each(['legacy', 'hooklane'] as const)(
    'keep a hook on the %s path that was written down with it',
    async (from) => {
      const one = createRolloutUnderTest();
      await whileTimePasses(one.clock, one.rollout.move('acme', from));
      const path = await one.rollout.pathOf('acme');
      const to = from === 'legacy' ? 'hooklane' : 'legacy';
      await whileTimePasses(one.clock, one.rollout.move('acme', to));
      const other = createRolloutUnderTest({ routes: one.store, clock: one.clock });
      const outcomes = await other.rollout.publish([hookOf('msg_1')], { path });
      expect(outcomes).toMatchObject([{ kind: 'accepted', path: from }]);
      expect(idsOf(from === 'legacy' ? other.byLegacy : other.byHooklane)).toEqual(['msg_1']);
      expect(from === 'legacy' ? other.byHooklane : other.byLegacy).toEqual([]);
    },
  );

  it('tell whoever changes a route that somebody else did at the same time', async () => {
    const { rollout, store } = createRolloutUnderTest();
    const late = createRolloutUnderTest({
      routes: {
        ...store,
        putRoute: async (route) => {
          await store.putRoute({ ...route, ...(route.kind === 'partner' && { path: 'legacy' }) });
          return store.putRoute(route);
        },
      },
    });
    await expect(late.rollout.move('acme', 'hooklane')).rejects.toEqual(error('changed_meanwhile'));
    expect(await rollout.pathOf('acme')).toBe('legacy');
  });
});

describe('routes that cannot be had', () => {
  it('keep everything from being published, and nothing from being published later', async () => {
    let isDown = true;
    const { rollout, byLegacy } = createRolloutUnderTest({
      routes: {
        listRoutes: async () => {
          if (isDown) throw new Error('the store is down');
          return [];
        },
        putRoute: async () => false,
      },
    });
    await expect(rollout.publish([hookOf('msg_1')])).rejects.toThrow('the store is down');
    expect(byLegacy).toEqual([]);
    isDown = false;
    expect(await rollout.publish([hookOf('msg_1')])).toMatchObject([{ kind: 'accepted' }]);
  });

  it('are refused when reading them takes longer than they may be kept', async () => {
    const { rollout, clock, byLegacy } = createRolloutUnderTest({
      routes: {
        listRoutes: async () => {
          await clock.advance(cacheMs);
          return [];
        },
        putRoute: async () => false,
      },
    });
    await expect(rollout.publish([hookOf('msg_1')])).rejects.toEqual(error('routes_unavailable'));
    expect(byLegacy).toEqual([]);
  });
});

describe('what is counted', () => {
  it('shows both paths side by side after a move, and names what is not as it should be', async () => {
    const seen: PathComparison[] = [];
    const { rollout, clock } = createRolloutUnderTest({
      onCompare: (comparison) => seen.push(comparison),
    });
    await rollout.publish([hookOf('msg_1'), hookOf('msg_2')]);
    await whileTimePasses(clock, rollout.move('acme', 'hooklane'));
    expect(seen).toHaveLength(1);
    await rollout.publish([hookOf('msg_3')]);
    const deliver = (hookId: string, path: 'legacy' | 'hooklane') =>
      rollout.recordDelivered({ hookId, partnerId: 'acme', path });
    await deliver('msg_1', 'legacy');
    await deliver('msg_1', 'legacy');
    await deliver('msg_2', 'hooklane');
    await deliver('msg_3', 'hooklane');
    const comparison = await rollout.compare();
    expect(seen).toHaveLength(2);
    const none = { failed: 0, repeated: 0, strayed: 0 };
    expect(comparison.counts).toEqual([
      { partnerId: 'acme', path: 'legacy', ...none, published: 2, delivered: 1, repeated: 1 },
      { partnerId: 'acme', path: 'hooklane', ...none, published: 1, delivered: 1, strayed: 1 },
    ]);
    expect(comparison.differences).toEqual([
      { kind: 'undelivered', partnerId: 'acme', path: 'legacy', hooks: 1 },
      { kind: 'repeated', partnerId: 'acme', path: 'legacy', hooks: 1 },
      { kind: 'strayed', partnerId: 'acme', path: 'hooklane', hooks: 1 },
    ]);
  });

  it('has no difference while nobody says what was delivered', async () => {
    const { rollout } = createRolloutUnderTest();
    await rollout.publish([hookOf('msg_1')]);
    expect((await rollout.compare()).differences).toEqual([]);
  });

  it('names hooks that came without having been published', async () => {
    const { rollout } = createRolloutUnderTest();
    await rollout.recordDelivered({ hookId: 'msg_9', partnerId: 'acme', path: 'legacy' });
    expect((await rollout.compare()).differences).toEqual([
      { kind: 'unpublished', partnerId: 'acme', path: 'legacy', hooks: 1 },
    ]);
  });
});

describe('createRollout', () => {
  const { store } = createRolloutUnderTest();
  const fine = { routes: store, legacy: async () => {}, hooklane: async () => [] };

  it.each([
    [null, 'must be an object'],
    [{ ...fine, extra: 1 }, 'unknown option. Received: "extra"'],
    [{ ...fine, routes: {} }, 'routes must have listRoutes and putRoute'],
    [{ ...fine, legacy: 1 }, 'legacy must be a function. Received: 1'],
    [{ ...fine, hooklane: undefined }, 'hooklane must be a function'],
    [{ ...fine, legacyHeaders: {} }, 'legacyHeaders must be a function'],
    [{ ...fine, cacheMs: 9 }, 'cacheMs must be an integer from 10 to 3600000. Received: 9'],
    [{ ...fine, retryGapsMs: [0.5] }, 'retryGapsMs must be integers'],
    [{ ...fine, retryGapsMs: 5 }, 'retryGapsMs must be an array'],
    [{ ...fine, mostRemembered: 1 }, 'mostRemembered must be an integer'],
    [{ ...fine, counters: {} }, 'counters must have add and list'],
    [{ ...fine, clock: {} }, 'clock must have now and sleep'],
    [{ ...fine, batches: {} }, 'batches must be'],
  ])('refuses options that are wrong, %#', (options, message) => {
    const refused = { code: 'invalid_options', message: expect.stringContaining(message) };
    expect(() => createRollout(options as unknown as typeof fine)).toThrow(
      expect.objectContaining(refused),
    );
  });

  it('refuses moves that are none', async () => {
    const { rollout } = createRolloutUnderTest();
    await expect(rollout.moveBatch(1)).rejects.toEqual(error('invalid_options'));
    await expect(rollout.moveToPercentage(101)).rejects.toEqual(error('invalid_options'));
    await expect(rollout.move('acme', 'nowhere' as 'legacy')).rejects.toEqual(
      error('invalid_options'),
    );
    await expect(rollout.move('Acme', 'legacy')).rejects.toEqual(error('invalid_partner_id'));
  });

  it('refuses a hook without a partner, and publishes the others', async () => {
    const { rollout, byLegacy } = createRolloutUnderTest();
    const outcomes = await rollout.publish([hookOf('msg_1', 'No Partner'), hookOf('msg_2')]);
    expect(outcomes[0]).toEqual({ kind: 'refused', error: expect.any(HooklaneError) });
    expect(outcomes[0]).toMatchObject({ error: { code: 'invalid_partner_id' } });
    expect(idsOf(byLegacy)).toEqual(['msg_2']);
  });
});

describe('counters that are down', () => {
  const down = {
    add: async () => {
      throw new TypeError('down');
    },
    list: async () => {
      throw new TypeError('down');
    },
  };
  const createWatched = () => {
    const logged: string[] = [];
    const write = ({ message }: { readonly message: string }): void => void logged.push(message);
    const logger = { info: write, warn: write, error: write };
    const under = createRolloutUnderTest({ counters: down, logger, onCompare: () => {} });
    return { ...under, logged };
  };

  it('change no outcome, so that nobody publishes again what is out', async () => {
    const { rollout, byLegacy, logged } = createWatched();
    expect(await rollout.publish([hookOf('msg_1')])).toEqual([
      { kind: 'accepted', hookId: 'msg_1', path: 'legacy' },
    ]);
    expect(idsOf(byLegacy)).toEqual(['msg_1']);
    expect(logged).toEqual(['Cannot count 1 hooks of acme as published']);
  });

  it('do not make a failure of a move that is done', async () => {
    const { rollout, clock, logged } = createWatched();
    await whileTimePasses(clock, rollout.move('acme', 'hooklane'));
    expect(await rollout.pathOf('acme')).toBe('hooklane');
    expect(logged).toEqual(['Cannot compare the paths after a move']);
    await expect(rollout.compare()).rejects.toThrow('down');
  });
});

import { HooklaneError } from '@hooklane/core';
import { buildHookInput } from '@hooklane/core/testing';
import { describe, expect, it } from 'vitest';
import type { HooklaneOutcome } from '../../src/rollout/index.ts';
import { createRolloutUnderTest, whileTimePasses } from './rollout-under-test.ts';

const hookOf = (id: string) => buildHookInput({ id, partnerId: 'acme' });
const refused = (code: string): HooklaneOutcome => ({
  kind: 'refused',
  error: new HooklaneError(code, 'refused in a test'),
});

describe('a path that fails', () => {
  it('is tried again with the same hook, and the other path is not, though the partner moves', async () => {
    const tries: string[] = [];
    const { rollout, clock, byHooklane } = createRolloutUnderTest({
      legacy: async ({ id }) => {
        tries.push(id);
        if (tries.length < 4) throw new Error('down');
      },
    });
    const publishing = rollout.publish([hookOf('msg_1')]);
    await whileTimePasses(clock, rollout.move('acme', 'hooklane'));
    expect(await publishing).toMatchObject([{ kind: 'accepted', path: 'legacy' }]);
    expect(tries).toEqual(['msg_1', 'msg_1', 'msg_1', 'msg_1']);
    expect(byHooklane).toEqual([]);
  });

  it('keeps its hook when it is published once more after a move', async () => {
    let isDown = true;
    const tries: string[] = [];
    const { rollout, clock, byHooklane } = createRolloutUnderTest({
      legacy: async ({ id }) => {
        tries.push(id);
        if (isDown) throw new Error('down');
      },
      retryGapsMs: [],
    });
    const [outcome] = await rollout.publish([hookOf('msg_1')]);
    expect(outcome).toMatchObject({
      kind: 'refused',
      path: 'legacy',
      hookId: 'msg_1',
      error: { code: 'path_failed', cause: { message: 'down' } },
    });
    await whileTimePasses(clock, rollout.move('acme', 'hooklane'));
    isDown = false;
    expect(await rollout.publish([hookOf('msg_1')])).toMatchObject([
      { kind: 'accepted', path: 'legacy' },
    ]);
    expect(tries).toEqual(['msg_1', 'msg_1']);
    expect(byHooklane).toEqual([]);
  });

  it('gets only those hooks again that it did not take', async () => {
    const calls: string[][] = [];
    const { rollout, clock } = createRolloutUnderTest({
      hooklane: async (hooks) => {
        calls.push(hooks.map(({ id }) => id));
        return hooks.map(({ id }) =>
          id === 'msg_2' && calls.length === 1 ? refused('queue_refused') : { kind: 'accepted' },
        );
      },
    });
    await whileTimePasses(clock, rollout.move('acme', 'hooklane'));
    const hooks = ['msg_1', 'msg_2', 'msg_3'].map(hookOf);
    const outcomes = await whileTimePasses(clock, rollout.publish(hooks));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(calls).toEqual([['msg_1', 'msg_2', 'msg_3'], ['msg_2']]);
  });

  it('does not get a hook again that will never be taken', async () => {
    let calls = 0;
    const { rollout, clock } = createRolloutUnderTest({
      hooklane: async (hooks) => {
        calls += 1;
        return hooks.map(() => refused('invalid_url'));
      },
    });
    await whileTimePasses(clock, rollout.move('acme', 'hooklane'));
    const outcomes = await whileTimePasses(clock, rollout.publish([hookOf('msg_1')]));
    expect(outcomes).toMatchObject([{ kind: 'refused', error: { code: 'invalid_url' } }]);
    expect(calls).toBe(1);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('no credentials'))],
    ['says nothing of a hook', () => Promise.resolve([])],
  ])('is refused in the end when Hooklane %s', async (_, hooklane) => {
    const { rollout, clock } = createRolloutUnderTest({ hooklane });
    await whileTimePasses(clock, rollout.move('acme', 'hooklane'));
    const outcomes = await whileTimePasses(clock, rollout.publish([hookOf('msg_1')]));
    expect(outcomes).toMatchObject([{ kind: 'refused', error: { code: 'path_failed' } }]);
    expect((await rollout.compare()).differences).toEqual([
      { kind: 'failed', partnerId: 'acme', path: 'hooklane', hooks: 1 },
    ]);
  });

  it('says what it has when the signal ends the wait for another try', async () => {
    const stopping = new AbortController();
    const { rollout, clock } = createRolloutUnderTest({
      legacy: () => Promise.reject(new Error('down')),
    });
    const publishing = rollout.publish([hookOf('msg_1')], { signal: stopping.signal });
    await clock.advance(50);
    stopping.abort();
    expect(await publishing).toMatchObject([{ kind: 'refused', error: { code: 'path_failed' } }]);
    expect(clock.sleeping).toBe(0);
  });
});

describe('the headers of the legacy publisher', () => {
  const publishWith = async (legacyHeaders: () => Record<string, string>) => {
    const test = createRolloutUnderTest({ legacyHeaders, retryGapsMs: [] });
    await whileTimePasses(test.clock, test.rollout.move('acme', 'hooklane'));
    const hook = { ...hookOf('msg_1'), headers: { 'X-Own': 'own' } };
    return { ...test, outcomes: await test.rollout.publish([hook]), hook };
  };

  it('are added to a hook that goes through Hooklane, and the hook stays as it is', async () => {
    const { byHooklane, hook } = await publishWith(() => ({ 'x-legacy': 'signed' }));
    expect(byHooklane).toMatchObject([{ headers: { 'X-Own': 'own', 'x-legacy': 'signed' } }]);
    expect(hook.headers).toEqual({ 'X-Own': 'own' });
  });

  it('are not added by the legacy path', async () => {
    const { rollout, byLegacy } = createRolloutUnderTest({
      legacyHeaders: () => ({ 'x-legacy': 'signed' }),
    });
    await rollout.publish([hookOf('msg_1')]);
    expect(byLegacy[0]?.headers?.['x-legacy']).toBeUndefined();
  });

  it.each(['webhook-signature', 'Webhook-Id', 'hooklane-type', 'Content-Length', 'x-own'])(
    'may not be %s, whatever its case',
    async (name) => {
      const { byHooklane, outcomes } = await publishWith(() => ({ [name]: 'value-of-it' }));
      expect(outcomes).toMatchObject([{ kind: 'refused', error: { code: 'invalid_headers' } }]);
      expect(JSON.stringify(outcomes)).not.toContain('value-of-it');
      expect(byHooklane).toEqual([]);
    },
  );

  it('are not left out when they cannot be made', async () => {
    const { byHooklane, outcomes } = await publishWith(() => {
      throw new Error('no key');
    });
    expect(outcomes).toMatchObject([{ kind: 'refused', error: { code: 'path_failed' } }]);
    expect(byHooklane).toEqual([]);
  });
});

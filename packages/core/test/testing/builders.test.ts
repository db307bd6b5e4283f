import { expect, it } from 'vitest';
import { createHook, encodeHook, parseHook } from '../../src/index.ts';
import { buildHook, buildHookInput } from '../../src/testing.ts';

it('builds a hook that travels', () => {
  expect(parseHook(encodeHook(buildHook()))).toEqual(buildHook());
});

it('builds an input that makes the hook', () => {
  const { id, createdAt } = buildHook();
  expect(createHook(buildHookInput(), { now: createdAt, newId: () => id })).toEqual(buildHook());
});

it('lets each field be said otherwise', () => {
  expect(buildHook({ id: 'msg_2' }).id).toBe('msg_2');
  expect(buildHookInput({ partnerId: 'globex' }).partnerId).toBe('globex');
});

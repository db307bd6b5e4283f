import { expect, it } from 'vitest';
import { dedupeKey } from '../src/index.ts';
import { buildHook } from '../src/testing.ts';

it('gives hooks of different partners different keys, though their ids are the same', () => {
  expect(dedupeKey(buildHook({ partnerId: 'acme', id: 'msg_1' }))).toBe('acme/msg_1');
  expect(dedupeKey(buildHook({ partnerId: 'globex', id: 'msg_1' }))).toBe('globex/msg_1');
});

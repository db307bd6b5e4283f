import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openPartnerRegistry } from '../partner-registry.ts';
import { createTemporaryDirectory } from './temporary-directory.ts';

it('keeps partners and secrets over a restart, in a file for its owner alone', async () => {
  using directory = createTemporaryDirectory();
  const path = join(directory.path, 'partners.db');
  const first = openPartnerRegistry(path);
  const secret = first.add('acme', { concurrency: 5 });
  expect(first.add('acme', {})).toBeUndefined();
  first[Symbol.dispose]();
  using second = openPartnerRegistry(path);
  expect(second.partnerIds).toEqual(['acme']);
  expect(second.policyOf('acme')).toEqual({ concurrency: 5 });
  expect(await second.getSecrets('acme')).toEqual([secret]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it('signs with no more secrets than a hook can carry, the newest first', async () => {
  using directory = createTemporaryDirectory();
  using registry = openPartnerRegistry(join(directory.path, 'partners.db'));
  registry.add('acme', {});
  const rotated = Array.from({ length: 20 }, () => registry.rotateSecret('acme'));
  expect(await registry.getSecrets('acme')).toEqual(rotated.toReversed().slice(0, 16));
  expect(registry.rotateSecret('nobody')).toBeUndefined();
  expect(await registry.getSecrets('nobody')).toEqual([]);
});

it('refuses an id or a policy that is none', () => {
  using directory = createTemporaryDirectory();
  using registry = openPartnerRegistry(join(directory.path, 'partners.db'));
  expect(() => registry.add('No Id', {})).toThrow('A partner id must be');
  expect(() => registry.add('acme', { concurrency: 0 })).toThrow('concurrency');
  expect(registry.partnerIds).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import type { SecretStore } from '../../src/index.ts';
import { type MakeSecretStore, secretStoreContract } from '../../src/testing.ts';

describe('a store that keeps the contract', () => {
  const suite = secretStoreContract((secrets) => {
    const store = new Map(Object.entries(secrets));
    return { getSecrets: async (partnerId) => store.get(partnerId) ?? [] };
  });
  for (const { name, run } of suite) it(name, run);
});

describe('secretStoreContract', () => {
  it.each<[string, MakeSecretStore]>([
    ['gives the oldest first', (secrets) => storeOf((id) => secrets[id]?.toReversed() ?? [])],
    [
      'gives the secrets of another partner',
      (secrets) => storeOf(() => Object.values(secrets)[0] ?? []),
    ],
    ['gives members of objects as secrets', (secrets) => storeOf((id) => secrets[id] ?? [])],
  ])('finds out a store that %s', async (_, make) => {
    const runs = await Promise.allSettled(secretStoreContract(make).map(({ run }) => run()));
    expect(runs.map(({ status }) => status)).toContain('rejected');
  });
});

function storeOf(find: (partnerId: string) => readonly string[]): SecretStore {
  return { getSecrets: async (partnerId) => find(partnerId) };
}

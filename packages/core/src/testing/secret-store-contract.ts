import assert from 'node:assert/strict';
import type { SecretStore } from '../secret-store.ts';
import type { ContractCase } from './contract.ts';

/** A store under test that holds `secrets` for their partners. */
export type MakeSecretStore = (
  secrets: Readonly<Record<string, readonly string[]>>,
) => SecretStore | Promise<SecretStore>;

const older = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX';
const newer = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** What every {@link SecretStore} must do. */
export function secretStoreContract(make: MakeSecretStore): readonly ContractCase[] {
  return [
    {
      name: 'gives the secrets of a partner, newest first',
      run: async () => {
        const store = await make({ acme: [newer, older] });
        assert.deepEqual(await store.getSecrets('acme'), [newer, older]);
      },
    },
    {
      name: 'gives an empty list for a partner without secrets',
      run: async () => {
        const store = await make({ acme: [newer] });
        assert.deepEqual(await store.getSecrets('globex'), []);
      },
    },
    {
      name: 'keeps partners apart whose names are also names of object members',
      run: async () => {
        const store = await make({ acme: [newer] });
        assert.deepEqual(await store.getSecrets('constructor'), []);
        assert.deepEqual(await store.getSecrets('tostring'), []);
      },
    },
  ];
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { secretStoreContract } from '@hooklane/core/testing';
import { describe, expect, it } from 'vitest';
import { createFileSecretStore } from '../src/file-secret-store.ts';
import { createTemporaryDirectory } from './support/temporary-directory.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

describe('createFileSecretStore', () => {
  for (const { name, run } of secretStoreContract((secrets) => {
    const path = join(createTemporaryDirectory().path, 'secrets.json');
    const store = createFileSecretStore(path);
    for (const [partnerId, own] of Object.entries(secrets)) store.setSecrets(partnerId, own);
    return createFileSecretStore(path);
  })) {
    it(name, run);
  }

  it('makes a secret once', () => {
    using directory = createTemporaryDirectory();
    const store = createFileSecretStore(join(directory.path, 'secrets.json'));
    const made = store.ensureSecret('acme');
    expect(store.ensureSecret('acme')).toBe(made);
    expect(store.ensureSecret('globex')).not.toBe(made);
  });

  it('forgets the secrets of a partner', async () => {
    using directory = createTemporaryDirectory();
    const path = join(directory.path, 'secrets.json');
    const store = createFileSecretStore(path);
    store.setSecrets('acme', [secret]);
    store.removeSecrets('acme');
    expect(await createFileSecretStore(path).getSecrets('acme')).toEqual([]);
  });

  it('refuses what is no secret, without showing it', () => {
    using directory = createTemporaryDirectory();
    const store = createFileSecretStore(join(directory.path, 'secrets.json'));
    const attempt = () => store.setSecrets('acme', ['hunter2']);
    expect(attempt).toThrow(expect.objectContaining({ code: 'invalid_secret' }));
    expect(attempt).not.toThrow(/hunter2/);
  });

  it.each(['[1]', '{"acme":"x"}', '{"acme":[1]}'])('refuses the file %s', (text) => {
    using directory = createTemporaryDirectory();
    const path = join(directory.path, 'secrets.json');
    writeFileSync(path, text);
    expect(() => createFileSecretStore(path)).toThrow(
      expect.objectContaining({ code: 'invalid_secret_file' }),
    );
  });
});

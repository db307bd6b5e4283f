import { readFileSync, writeFileSync } from 'node:fs';
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

  it('keeps the old secret beside a new one for the overlap, over a restart too', async () => {
    using directory = createTemporaryDirectory();
    const path = join(directory.path, 'secrets.json');
    let now = 1_000;
    const clock = { now: () => now, sleep: () => Promise.reject(new Error('It never waits')) };
    const store = createFileSecretStore(path, { clock });
    store.setSecrets('acme', [secret]);
    const rotated = store.rotateSecret('acme', { overlapMs: 500 });
    expect(rotated).toEqual({
      secret: expect.stringMatching(/^whsec_/),
      previousValidUntil: 1_500,
    });
    const again = createFileSecretStore(path, { clock });
    now = 1_499;
    expect(await again.getSecrets('acme')).toEqual([rotated.secret, secret]);
    now = 1_500;
    expect(await again.getSecrets('acme')).toEqual([rotated.secret]);
  });

  it('shortens the time of the secrets before, and never lengthens it', async () => {
    using directory = createTemporaryDirectory();
    let now = 0;
    const clock = { now: () => now, sleep: () => Promise.reject(new Error('It never waits')) };
    const store = createFileSecretStore(join(directory.path, 'secrets.json'), { clock });
    store.setSecrets('acme', [secret]);
    store.rotateSecret('acme', { overlapMs: 100 });
    store.rotateSecret('acme', { overlapMs: 1_000 });
    now = 100;
    expect(await store.getSecrets('acme')).toHaveLength(2);
    store.rotateSecret('acme', { overlapMs: 0 });
    expect(await store.getSecrets('acme')).toHaveLength(1);
  });

  it('refuses a rotation that would leave more secrets than a hook carries signatures', () => {
    using directory = createTemporaryDirectory();
    const store = createFileSecretStore(join(directory.path, 'secrets.json'));
    store.ensureSecret('acme');
    const rotate = () => store.rotateSecret('acme', { overlapMs: 60_000 });
    for (let count = 2; count <= 16; count += 1) rotate();
    expect(rotate).toThrow(expect.objectContaining({ code: 'too_many_secrets' }));
  });

  it.each([-1, 1.5, 30 * 86_400_000 + 1])('refuses an overlap of %d', (overlapMs) => {
    using directory = createTemporaryDirectory();
    const store = createFileSecretStore(join(directory.path, 'secrets.json'));
    expect(() => store.rotateSecret('acme', { overlapMs })).toThrow(
      expect.objectContaining({ code: 'invalid_options' }),
    );
  });

  it('writes secrets without an end as earlier versions read them', () => {
    using directory = createTemporaryDirectory();
    const path = join(directory.path, 'secrets.json');
    createFileSecretStore(path).setSecrets('acme', [secret]);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ acme: [secret] });
  });

  it('refuses what is no secret, without showing it', () => {
    using directory = createTemporaryDirectory();
    const store = createFileSecretStore(join(directory.path, 'secrets.json'));
    const attempt = () => store.setSecrets('acme', ['hunter2']);
    expect(attempt).toThrow(expect.objectContaining({ code: 'invalid_secret' }));
    expect(attempt).not.toThrow(/hunter2/);
  });

  it.each(['{"acme":["hunter2', '[1]', '{"acme":"x"}', '{"acme":[1]}', '{"acme":[{"secret":1}]}'])(
    'refuses the file %s',
    (text) => {
      using directory = createTemporaryDirectory();
      const path = join(directory.path, 'secrets.json');
      writeFileSync(path, text);
      const open = () => createFileSecretStore(path);
      expect(open).toThrow(
        expect.objectContaining({
          code: 'invalid_secret_file',
          message: expect.stringContaining(path),
        }),
      );
      expect(open).not.toThrow(/hunter2/);
    },
  );
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSecretFiles } from '../src/secret-files.ts';

describe('the secrets of a partner', () => {
  let directory = '';

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'secrets-'));
  });

  afterAll(() => rm(directory, { recursive: true }));

  it('are the lines of its file, newest first', async () => {
    await writeFile(join(directory, 'acme'), 'whsec_new\nwhsec_old\n');
    expect(await createSecretFiles(directory).getSecrets('acme')).toEqual([
      'whsec_new',
      'whsec_old',
    ]);
  });

  it('are none without a file', async () => {
    expect(await createSecretFiles(directory).getSecrets('globex')).toEqual([]);
  });
});

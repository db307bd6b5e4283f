import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createSqliteStore } from '../../src/sqlite.ts';
import { subscriptionStoreContract } from '../../src/testing.ts';

describe('the SQLite store, in memory', () => {
  const cases = subscriptionStoreContract(() => createSqliteStore({ path: ':memory:' }));
  for (const { name, run } of cases) it(name, run);
});

describe('the SQLite store, in a file', () => {
  let folder = '';
  let files = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hooklane-store-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const cases = subscriptionStoreContract(() => {
    files += 1;
    return createSqliteStore({ path: join(folder, `${files}.db`) });
  });
  for (const { name, run } of cases) it(name, run);
});

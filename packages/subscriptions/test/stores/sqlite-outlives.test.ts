import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../src/sqlite/database.ts';
import { createSqliteStore } from '../../src/sqlite.ts';

// https://sqlite.org/pragma.html#pragma_synchronous
const normal = 1;
const full = 2;

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hooklane-outlives-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

test.each([
  { outlives: undefined, synchronous: full },
  { outlives: 'power_loss' as const, synchronous: full },
  { outlives: 'crash' as const, synchronous: normal },
])('waits for the disk as its writes must outlive $outlives', ({ outlives, synchronous }) => {
  const { connection } = openDatabase(join(directory, 'store.sqlite'), outlives);
  try {
    expect(connection.prepare('PRAGMA synchronous').get()).toEqual({ synchronous });
    expect(connection.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  } finally {
    connection.close();
  }
});

test('refuses another end for its writes to outlive', () => {
  // @ts-expect-error: not one of the two
  expect(() => createSqliteStore({ path: ':memory:', outlives: 'fire' })).toThrow(
    expect.objectContaining({
      code: 'invalid_options',
      message: expect.stringContaining("'power_loss' or 'crash'"),
    }),
  );
});

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fauxqsOnDiskDeviations, sqsContract } from '../../src/testing.ts';
import { type FauxqsUnderTest, startFauxqsUnderTest } from './fauxqs-under-test.ts';

describe('fauxqs on disk', () => {
  let dataDir: string;
  let fauxqs: FauxqsUnderTest;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'hooklane-fauxqs-'));
    fauxqs = await startFauxqsUnderTest(dataDir);
  });
  afterAll(async () => {
    await fauxqs.stop();
    await rm(dataDir, { recursive: true });
  });

  it('writes a database', async () => {
    expect(await readdir(dataDir)).not.toEqual([]);
  });

  const cases = sqsContract(() => fauxqs, { deviations: fauxqsOnDiskDeviations });
  for (const { name, run } of cases) it(name, run);
});

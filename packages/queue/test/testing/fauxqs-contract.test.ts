import { afterAll, beforeAll, describe, it } from 'vitest';
import { fauxqsDeviations, sqsContract } from '../../src/testing.ts';
import { type FauxqsUnderTest, startFauxqsUnderTest } from './fauxqs-under-test.ts';

describe('fauxqs in memory', () => {
  let fauxqs: FauxqsUnderTest;
  beforeAll(async () => {
    fauxqs = await startFauxqsUnderTest();
  });
  afterAll(() => fauxqs.stop());

  const cases = sqsContract(() => fauxqs, { deviations: fauxqsDeviations });
  for (const { name, run } of cases) it(name, run);
});

import { afterAll, describe, it } from 'vitest';
import { motoDeviations, sqsContract } from '../../src/testing.ts';
import { type MotoUnderTest, startMotoUnderTest } from './moto-under-test.ts';

const moto = await startMotoUnderTest();
if (moto === undefined) {
  process.stderr.write("Skipped the SQS contract on moto. To run it: pip install 'moto[server]'\n");
}

describe.skipIf(moto === undefined)('moto', () => {
  afterAll(() => moto?.stop());

  const cases = sqsContract(() => moto as MotoUnderTest, { deviations: motoDeviations });
  // They wait on the wall clock, so they wait together.
  for (const { name, run } of cases) it.concurrent(name, run, 15_000);
});

import { setTimeout } from 'node:timers/promises';
import { startMoto } from '../../../../test/setup/moto.ts';
import type { SqsUnderTest } from '../../src/testing.ts';
import { createLoopbackClient } from './loopback-client.ts';
import { createUniqueNames } from './unique-names.ts';

/** moto in a process of its own, on the wall clock. */
export interface MotoUnderTest extends SqsUnderTest {
  stop(): Promise<void>;
}

// moto shows a message only after the millisecond in which it is due.
const marginMs = 100;

/** Starts moto on a free port; `undefined` where it is not installed. */
export async function startMotoUnderTest(): Promise<MotoUnderTest | undefined> {
  const moto = await startMoto();
  if (moto === undefined) return undefined;
  const sqs = createLoopbackClient(Number(new URL(moto.endpoint).port));
  return {
    sqs,
    uniqueName: createUniqueNames(),
    advance: async (ms) => {
      await setTimeout(ms + marginMs);
    },
    stop: async () => {
      sqs.destroy();
      await moto.stop();
    },
  };
}

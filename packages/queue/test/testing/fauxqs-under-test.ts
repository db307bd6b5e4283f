import { setImmediate } from 'node:timers/promises';
import { vi } from 'vitest';
import { startEmbeddedSqs } from '../../src/embedded.ts';
import type { SqsUnderTest } from '../../src/testing.ts';
import { createUniqueNames } from './unique-names.ts';

/** An embedded server that reads a date which only `advance` moves. */
export interface FauxqsUnderTest extends SqsUnderTest {
  stop(): Promise<void>;
}

/** Starts fauxqs in this process, which then sees a mocked date until it stops. */
export async function startFauxqsUnderTest(dataDir?: string): Promise<FauxqsUnderTest> {
  // Timers stay real: the server's long polls look for due messages every 20 ms of real time.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1) });
  const embedded = await startEmbeddedSqs(dataDir === undefined ? {} : { dataDir });
  return {
    sqs: embedded.client,
    uniqueName: createUniqueNames(),
    advance: async (ms) => {
      vi.setSystemTime(Date.now() + ms);
      await setImmediate();
    },
    stop: async () => {
      await embedded.stop();
      vi.useRealTimers();
    },
  };
}

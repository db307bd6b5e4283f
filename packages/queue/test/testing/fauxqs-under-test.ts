import { setImmediate } from 'node:timers/promises';
import type { FauxqsServer } from 'fauxqs';
import { startFauxqs } from 'fauxqs';
import { vi } from 'vitest';
import type { SqsUnderTest } from '../../src/testing.ts';
import { createLoopbackClient } from './loopback-client.ts';
import { createUniqueNames } from './unique-names.ts';

/** An embedded server that reads a date which only `advance` moves. */
export interface FauxqsUnderTest extends SqsUnderTest {
  readonly server: FauxqsServer;
  stop(): Promise<void>;
}

/** Starts fauxqs in this process, which then sees a mocked date until it stops. */
export async function startFauxqsUnderTest(dataDir?: string): Promise<FauxqsUnderTest> {
  // Timers stay real: the server's long polls look for due messages every 20 ms of real time.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1) });
  const server = await startFauxqs({ port: 0, logger: false, ...(dataDir && { dataDir }) });
  const sqs = createLoopbackClient(server.port);
  return {
    server,
    sqs,
    uniqueName: createUniqueNames(),
    advance: async (ms) => {
      vi.setSystemTime(Date.now() + ms);
      await setImmediate();
    },
    stop: async () => {
      sqs.destroy();
      await server.stop();
      vi.useRealTimers();
    },
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import type { SqsUnderTest } from '../../src/testing.ts';
import { createLoopbackClient } from './loopback-client.ts';
import { createUniqueNames } from './unique-names.ts';

/** moto in a process of its own, on the wall clock. */
export interface MotoUnderTest extends SqsUnderTest {
  stop(): Promise<void>;
}

// moto shows a message only after the millisecond in which it is due.
const marginMs = 100;

/** Starts `moto_server` on a free port; `undefined` where it is not installed. */
export async function startMotoUnderTest(): Promise<MotoUnderTest | undefined> {
  const moto = spawn('moto_server', ['-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const port = await portOf(moto);
  if (port === undefined) return undefined;
  const sqs = createLoopbackClient(port);
  return {
    sqs,
    uniqueName: createUniqueNames(),
    advance: async (ms) => {
      await setTimeout(ms + marginMs);
    },
    stop: async () => {
      sqs.destroy();
      const exited = once(moto, 'exit');
      moto.kill();
      await exited;
    },
  };
}

/** The port that the server prints once it listens; none when it does not start. */
function portOf(moto: ChildProcess): Promise<number | undefined> {
  return new Promise((resolve) => {
    moto.once('error', () => resolve(undefined));
    moto.once('exit', () => resolve(undefined));
    if (moto.stderr === null) return;
    createInterface({ input: moto.stderr }).on('line', (line) => {
      const port = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
}

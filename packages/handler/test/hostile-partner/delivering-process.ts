import type { AttemptOutcome } from '@hooklane/core';
import { systemClock } from '@hooklane/core';
import { buildHook } from '@hooklane/core/testing';
import { deliverHook } from '../../src/index.ts';
import { egress, transports } from './transports.ts';

// Delivers hooks as it is told, and tells by how much the process grew meanwhile, at its highest.

/** What the process is to do. */
export interface Order {
  readonly transportName: string;
  readonly url: string;
  readonly timeoutMs: number;
  /** Busy with something else so long before the last hook, unable to read from any socket. */
  readonly busyMs?: number;
}

/** What the last hook came to. */
export interface Delivered {
  readonly outcome: AttemptOutcome;
  readonly grownBytes: number;
}

const secrets = {
  getSecrets: async (): Promise<readonly string[]> => ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
};

process.on('message', (order: Order) => {
  void execute(order).then((delivered) => process.send?.(delivered));
});

async function execute({ transportName, url, timeoutMs, busyMs }: Order): Promise<Delivered> {
  const underAttack = transports.find(({ name }) => name === transportName);
  if (underAttack === undefined) throw new Error(`No transport ${transportName}`);
  const transport = underAttack.create({ clock: systemClock, egress });
  const deliver = async (): Promise<AttemptOutcome> => {
    const options = { secrets, policy: { timeoutMs }, egress, transport };
    return (await deliverHook(buildHook({ url }), options)).outcome;
  };
  if (busyMs !== undefined) {
    await deliver();
    // The connection becomes idle in the next turn.
    await new Promise((resolve) => setImmediate(resolve));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, busyMs);
  }
  const highestOf = watchMemory();
  const outcome = await deliver();
  transport.close();
  return { outcome, grownBytes: highestOf() };
}

/** Gives a function that ends the watch and tells the growth in bytes. */
function watchMemory(): () => number {
  globalThis.gc?.();
  const before = { resident: process.memoryUsage.rss(), held: heldBytes() };
  let grownBytes = 0;
  const sample = (): void => {
    const resident = process.memoryUsage.rss() - before.resident;
    // Memory that an earlier hook took and freed may still be resident: it would hide what this one takes.
    grownBytes = Math.max(grownBytes, resident, heldBytes() - before.held);
  };
  const sampling = setInterval(sample, 2);
  return () => {
    clearInterval(sampling);
    sample();
    return grownBytes;
  };
}

/** What objects and buffers take. */
function heldBytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

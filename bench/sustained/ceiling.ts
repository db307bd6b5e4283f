import { setTimeout as sleep } from 'node:timers/promises';
import { startMethods } from '../kit/methods.ts';
import type { BareHostMethods } from './bare-host.ts';
import type { BareWorkerMethods } from './bare-worker.ts';
import { seconds } from './load.ts';
import type { QueueMethods } from './queue-process.ts';
import { type Sample, sampleFor } from './samples.ts';

/**
 * How many hooks a second the embedded queue alone carries: the same requests for each, in full batches, by the bare client,
 * from as many processes, with nothing in between.
 */
export async function measureCeiling(): Promise<readonly Sample[]> {
  await using queue = startMethods<QueueMethods>(new URL('./queue-process.ts', import.meta.url));
  await using host = startMethods<BareHostMethods>(new URL('./bare-host.ts', import.meta.url));
  await using worker = startMethods<BareWorkerMethods>(
    new URL('./bare-worker.ts', import.meta.url),
  );
  const queues = await queue.ask('open', undefined);
  await worker.ask('open', { queues });
  await host.ask('open', { queues });
  await sleep(seconds.ceilingWarmUp * 1_000);
  return await sampleFor(seconds.ceiling, async () => {
    const [{ stored, at, ...ofHost }, ofQueue, ofWorker] = await Promise.all([
      host.ask('progress', undefined),
      queue.ask('usage', undefined),
      worker.ask('usage', undefined),
    ]);
    return { stored, at, used: { queue: ofQueue, host: ofHost, worker: ofWorker } };
  });
}

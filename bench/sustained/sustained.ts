import { setTimeout as sleep } from 'node:timers/promises';
import { generateSecret } from '@hooklane/signature';
import { startMethods } from '../kit/methods.ts';
import type { PartnerMethods } from '../kit/partner-process.ts';
import type { HostMethods } from './host-process.ts';
import { load, seconds } from './load.ts';
import type { QueueMethods } from './queue-process.ts';
import { type Sample, sampleFor } from './samples.ts';
import type { WorkerMethods } from './worker-process.ts';

/** What was carried. */
export interface Sustained {
  readonly samples: readonly Sample[];
  /** From publish to verified receipt, of every hook. */
  readonly delaysMs: readonly number[];
}

/**
 * Carries hooks all the way for a minute: an event is stored and published, its hooks are sent, signed, POSTed and verified,
 * and their results stored. As fast as it goes: a new event is published whenever enough results are stored.
 */
export async function measureSustained(): Promise<Sustained> {
  const secret = generateSecret();
  await using queue = startMethods<QueueMethods>(new URL('./queue-process.ts', import.meta.url));
  await using host = startMethods<HostMethods>(new URL('./host-process.ts', import.meta.url));
  await using worker = startMethods<WorkerMethods>(new URL('./worker-process.ts', import.meta.url));
  await using partners = startMethods<PartnerMethods>(
    new URL('../kit/partner-process.ts', import.meta.url),
  );
  const urls = await partners.ask('open', { answerMs: Array(load.lanes).fill(0), secret });
  const queues = await queue.ask('open', undefined);
  await host.ask('open', { queues, urls });
  await worker.ask('open', { queues, secret });
  await host.ask('begin', undefined);
  await sleep(seconds.warmUp * 1_000);
  const samples = await sampleFor(seconds.sustained, async () => {
    const [{ stored, at, ...ofHost }, ofQueue, ofWorker, ofPartners] = await Promise.all([
      host.ask('progress', undefined),
      queue.ask('usage', undefined),
      worker.ask('usage', undefined),
      partners.ask('usage', undefined),
    ]);
    const used = { queue: ofQueue, host: ofHost, worker: ofWorker, partners: ofPartners };
    return { stored, at, used };
  });
  const ended = await host.ask('end', undefined);
  const receipts = await partners.ask('receipts', undefined);
  const count = (of: (receipt: (typeof receipts)[number]) => number): number =>
    receipts.reduce((sum, receipt) => sum + of(receipt), 0);
  const seen = {
    ...ended,
    received: count(({ ids }) => ids.length),
    duplicates: count(({ duplicates }) => duplicates),
    refused: count(({ refused }) => refused),
  };
  const isRight =
    seen.isDrained &&
    !seen.hasUndelivered &&
    seen.published === seen.received &&
    seen.published === seen.stored &&
    seen.duplicates + seen.refused === 0;
  if (!isRight) throw new Error(`Not every hook arrived once: ${JSON.stringify(seen)}`);
  return { samples, delaysMs: receipts.flatMap(({ delaysMs }) => delaysMs) };
}

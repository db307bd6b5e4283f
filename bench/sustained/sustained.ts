import { setTimeout as sleep } from 'node:timers/promises';
import { generateSecret } from '@hooklane/signature';
import { type Methods, type Remote, startMethods } from '../kit/methods.ts';
import type { PartnerMethods, Receipts } from '../kit/partner-process.ts';
import type { HostMethods } from './host-process.ts';
import { exposeGc, type LiveMemory } from './live-memory.ts';
import { load, seconds } from './load.ts';
import type { QueueMethods } from './queue-process.ts';
import { type Sample, sampleFor } from './samples.ts';
import type { WorkerMethods } from './worker-process.ts';

/** What was carried. */
export interface Sustained {
  readonly samples: readonly Sample[];
  /** From publish to verified receipt, of every hook. */
  readonly delaysMs: readonly number[];
  /** After a third of the time, when all code has run. */
  readonly early: LiveOf;
  /** After the last sample, under the same load. */
  readonly late: LiveOf;
}

/** The memory of the processes that run Hooklane. */
export type LiveOf = Readonly<Record<'host' | 'worker', LiveMemory>>;

/**
 * Carries hooks all the way for a minute: an event is stored and published, its hooks are sent, signed, POSTed and verified,
 * and their results stored. As fast as it goes: a new event is published whenever enough results are stored.
 */
export async function measureSustained(): Promise<Sustained> {
  const secret = generateSecret();
  const start = <Asked extends Methods>(file: string): Remote<Asked> =>
    startMethods<Asked>(new URL(file, import.meta.url), { nodeOptions: [exposeGc] });
  await using queue = start<QueueMethods>('./queue-process.ts');
  await using host = start<HostMethods>('./host-process.ts');
  await using worker = start<WorkerMethods>('./worker-process.ts');
  await using partners = start<PartnerMethods>('../kit/partner-process.ts');
  const urls = await partners.ask('open', { answerMs: Array(load.lanes).fill(0), secret });
  const queues = await queue.ask('open', undefined);
  await host.ask('open', { queues, urls });
  await worker.ask('open', { queues, secret });
  await host.ask('begin', undefined);
  await sleep(seconds.warmUp * 1_000);
  const look = async (): Promise<Sample> => {
    const [{ stored, at, ...ofHost }, ofQueue, ofWorker, ofPartners] = await Promise.all([
      host.ask('progress', undefined),
      queue.ask('usage', undefined),
      worker.ask('usage', undefined),
      partners.ask('usage', undefined),
    ]);
    const used = { queue: ofQueue, host: ofHost, worker: ofWorker, partners: ofPartners };
    return { stored, at, used };
  };
  const measureLive = async (): Promise<LiveOf> => ({
    host: await host.ask('liveMemory', undefined),
    worker: await worker.ask('liveMemory', undefined),
  });
  const [samples, early] = await Promise.all([
    sampleFor(seconds.sustained, look),
    sleep((seconds.sustained / 3) * 1_000).then(measureLive),
  ]);
  const late = await measureLive();
  const ended = await host.ask('end', undefined);
  const receipts = await partners.ask('receipts', undefined);
  checkAll(ended, receipts);
  return { samples, early, late, delaysMs: receipts.flatMap(({ delaysMs }) => delaysMs) };
}

/** Every hook was received once, and its result stored. */
function checkAll(
  ended: Awaited<ReturnType<HostMethods['end']>>,
  receipts: readonly Receipts[],
): void {
  const count = (of: (receipt: Receipts) => number): number =>
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
}

import { quantile } from '../kit/median.ts';
import type { Seen } from './contestant.ts';
import { hangingPartner } from './traffic.ts';

/** What the hooks to the healthy partners took. */
export interface Delays {
  readonly published: number;
  readonly received: number;
  /** Milliseconds of each hook; of those not received by then, how long they have waited. */
  readonly all: readonly { readonly publishedAt: number; readonly delayMs: number }[];
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Holds what was published to the healthy partners against what they received. */
export function delaysOf({ published, receipts, at }: Seen): Delays {
  const delayOf = new Map(
    receipts.flatMap(({ ids, delaysMs }) => ids.map((id, index) => [id, delaysMs[index]] as const)),
  );
  const healthy = published.filter(({ partner }) => partner !== hangingPartner);
  const all = healthy.map(({ id, publishedAt }) => ({
    publishedAt,
    delayMs: delayOf.get(id) ?? at - publishedAt,
  }));
  const delays = all.map(({ delayMs }) => delayMs);
  return {
    published: healthy.length,
    received: healthy.filter(({ id }) => delayOf.has(id)).length,
    all,
    p50Ms: quantile(delays, 0.5),
    p99Ms: quantile(delays, 0.99),
    maxMs: quantile(delays, 1),
  };
}

/**
 * Makes sure that what is measured is what was to be done: nothing unverified, nothing twice, and every hook that SQS
 * accepted either with its partner or in a queue.
 */
export function checkAccount(
  name: string,
  { published, receipts }: Seen,
  queued: ReadonlySet<string>,
): void {
  const count = (field: 'duplicates' | 'refused'): number =>
    receipts.reduce((sum, receipt) => sum + receipt[field], 0);
  const received = new Set(receipts.flatMap(({ ids }) => ids));
  const lost = published.filter(({ id }) => !received.has(id) && !queued.has(id)).length;
  if (lost === 0 && count('duplicates') === 0 && count('refused') === 0) return;
  throw new Error(
    `${name}: ${lost} hooks lost, ${count('duplicates')} twice, ${count('refused')} not verified`,
  );
}

import type { LaneContents } from '@hooklane/local';
import type { PartnerCounts } from './partner-servers.ts';

/** What the demo leaves in `summary.json`. */
export interface Summary {
  readonly partners: readonly {
    readonly id: string;
    readonly published: number;
    readonly delivered: number;
    readonly pending: number;
    readonly attempts: number;
    readonly p50Ms: number;
    readonly p99Ms: number;
  }[];
  /** Hooks that SQS accepted and that are neither with their partner nor in a queue. */
  readonly lost: number;
  readonly duplicates: number;
  readonly badSignatures: number;
}

/** What the summary is counted from. */
export interface SummaryInput {
  /** The ids that SQS accepted, by partner. */
  readonly accepted: ReadonlyMap<string, readonly string[]>;
  readonly counts: readonly PartnerCounts[];
  /** The ids that each partner has. */
  readonly receipts: Readonly<Record<string, readonly string[]>>;
  /** What is left in the lanes. */
  readonly contents: readonly LaneContents[];
}

/** Holds what was accepted against what was received and what still waits, id by id. */
export function summarize({ accepted, counts, receipts, contents }: SummaryInput): Summary {
  const inQueues = new Set(
    contents.flatMap(({ pending, deadLetters }) => [...pending, ...deadLetters]),
  );
  let lost = 0;
  const partners = counts.map(({ id, attempts, p50Ms, p99Ms }) => {
    const received = new Set(receipts[id]);
    const ids = accepted.get(id) ?? [];
    const missing = ids.filter((hookId) => !received.has(hookId));
    const pending = missing.filter((hookId) => inQueues.has(hookId)).length;
    lost += missing.length - pending;
    return { id, published: ids.length, delivered: received.size, pending, attempts, p50Ms, p99Ms };
  });
  const total = (field: 'duplicates' | 'badSignatures'): number =>
    counts.reduce((sum, partner) => sum + partner[field], 0);
  return { partners, lost, duplicates: total('duplicates'), badSignatures: total('badSignatures') };
}

/** One sentence that says what was seen. */
export function describeSummary({ partners, lost }: Summary, isShared: boolean): string {
  const hanging = partners.find(({ id }) => id === 'slowpoke');
  const healthy = partners.filter(({ id }) => id !== 'slowpoke' && id !== 'flaky');
  const worst = Math.max(...healthy.map(({ p99Ms }) => p99Ms));
  const shown = worst.toLocaleString('en');
  const end = `${lost === 0 ? 'no hook was lost' : `${lost} hooks were lost`}.`;
  return isShared
    ? `In one shared queue the hanging partner held up everybody: the healthy ones waited up to ${shown} ms (p99); ${end}`
    : `While ${hanging?.pending ?? 0} hooks wait for the hanging partner in its own lane, the healthy ones had theirs within ${shown} ms (p99); ${end}`;
}

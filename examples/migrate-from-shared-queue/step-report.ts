import type { RoutePath } from '@hooklane/subscriptions/rollout';
import { slowPartner } from './cast.ts';
import type { Receipt } from './partner-server.ts';
import type { PublishedHook } from './traffic.ts';

/** What was published during a step, and how long it took to its partner. */
export interface StepRow {
  readonly name: string;
  /** Hooks by the old path, and their p99 in milliseconds without those of the slow partner. */
  readonly legacy: PathRow;
  readonly hooklane: PathRow;
  /** Of the slow partner, by whichever path. */
  readonly slowP99Ms: number | undefined;
}

export interface PathRow {
  readonly hooks: number;
  readonly p99Ms: number | undefined;
}

/** Lays what was published beside what was received, step by step. */
export function reportSteps(
  names: readonly string[],
  {
    published,
    receipts,
  }: { readonly published: readonly PublishedHook[]; readonly receipts: readonly Receipt[] },
): readonly StepRow[] {
  const delays = new Map(receipts.map(({ hookId, delayMs }) => [hookId, delayMs]));
  const p99 = (hooks: readonly PublishedHook[]): number | undefined => {
    const known = hooks.flatMap(({ hookId }) => delays.get(hookId) ?? []);
    return known.toSorted((one, other) => one - other)[Math.ceil(known.length * 0.99) - 1];
  };
  return names.map((name, step) => {
    const own = published.filter((hook) => hook.step === step);
    const others = own.filter(({ partnerId }) => partnerId !== slowPartner);
    const rowOf = (wanted: RoutePath): PathRow => ({
      hooks: own.filter(({ path }) => path === wanted).length,
      p99Ms: p99(others.filter(({ path }) => path === wanted)),
    });
    const slow = own.filter(({ partnerId }) => partnerId === slowPartner);
    return { name, legacy: rowOf('legacy'), hooklane: rowOf('hooklane'), slowP99Ms: p99(slow) };
  });
}

/** What became of all hooks, counted by the partners. */
export interface Account {
  readonly published: number;
  readonly delivered: number;
  readonly lost: number;
  readonly doubled: number;
}

/** Accounts for every hook by its id. */
export function accountFor(
  published: readonly PublishedHook[],
  receipts: readonly Receipt[],
): Account {
  const received = new Set(receipts.map(({ hookId }) => hookId));
  return {
    published: published.length,
    delivered: received.size,
    lost: published.filter(({ hookId }) => !received.has(hookId)).length,
    doubled: receipts.length - received.size,
  };
}

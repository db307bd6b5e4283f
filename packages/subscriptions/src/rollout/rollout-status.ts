import { choosePath } from './choose-path.ts';
import type { PartnerBatch } from './plan-batches.ts';
import type { Route, RoutePath } from './route.ts';

/** Where a rollout stands. */
export interface RolloutStatus {
  /** Of the partners without a route of their own: so many go through Hooklane. */
  readonly percentage: number;
  /** The partners that have a route of their own, are in a batch or were counted; by id. */
  readonly partners: readonly PartnerStatus[];
  /** In the order of `batches`. */
  readonly batches: readonly BatchStatus[];
}

export interface PartnerStatus {
  readonly partnerId: string;
  readonly path: RoutePath;
  /** Moved by itself or with a batch, not by the percentage. */
  readonly hasOwnRoute: boolean;
}

export interface BatchStatus {
  /** From 1. */
  readonly number: number;
  readonly partners: number;
  readonly onHooklane: number;
  /** Of the volume of all partners, from 0 to 1. */
  readonly share: number;
}

/** Says where a rollout stands, of the partners that are known. */
export function describeRollout(
  routes: readonly Route[],
  {
    batches,
    countedIds,
  }: { readonly batches: readonly PartnerBatch[]; readonly countedIds: readonly string[] },
): RolloutStatus {
  const own = new Set(routes.flatMap((one) => (one.kind === 'partner' ? [one.partnerId] : [])));
  const inBatches = batches.flatMap(({ partnerIds }) => partnerIds);
  const known = [...new Set([...own, ...inBatches, ...countedIds])];
  const isOnHooklane = (partnerId: string): boolean => choosePath(partnerId, routes) === 'hooklane';
  return {
    percentage: routes.find((one) => one.kind === 'percentage')?.percentage ?? 0,
    partners: known
      .toSorted((one, other) => (one < other ? -1 : 1))
      .map((partnerId) => ({
        partnerId,
        path: choosePath(partnerId, routes),
        hasOwnRoute: own.has(partnerId),
      })),
    batches: batches.map(({ partnerIds, share }, index) => ({
      number: index + 1,
      partners: partnerIds.length,
      onHooklane: partnerIds.filter(isOnHooklane).length,
      share,
    })),
  };
}

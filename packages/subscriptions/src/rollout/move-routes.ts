import { type Clock, HooklaneError, parsePartnerId, showReceived } from '@hooklane/core';
import type { CachedRoutes } from './cached-routes.ts';
import { changeRoute, type WantedRoute } from './change-route.ts';
import type { PartnerBatch } from './plan-batches.ts';
import type { Rollout } from './rollout.ts';
import type { RoutePath } from './route.ts';
import type { RouteStore } from './route-store.ts';

/** How a move waits. */
export interface MoveOptions {
  readonly signal?: AbortSignal | undefined;
}

/** One partner of a batch. */
export interface MovePartnerResult {
  readonly partnerId: string;
  /** `false` for a partner that was there already. */
  readonly isMoved: boolean;
}

export interface MovesOptions {
  readonly store: RouteStore;
  readonly cachedRoutes: CachedRoutes;
  readonly cacheMs: number;
  readonly clock: Clock;
  readonly batches: readonly PartnerBatch[];
  /** Called when all processes have seen a move. */
  readonly afterMove: () => Promise<void>;
}

/** Timers of Node may end a millisecond before the wall clock has it. */
const timerSlackMs = 5;

/** Makes the functions of a rollout that write routes. */
export function createMoves(
  options: MovesOptions,
): Pick<Rollout, 'move' | 'moveToPercentage' | 'moveBatch'> {
  const { store, cachedRoutes, cacheMs, clock, batches, afterMove } = options;
  const change = async (wanted: WantedRoute): Promise<boolean> => {
    try {
      return await changeRoute(wanted, store);
    } finally {
      // Also when the write failed: it may have been done all the same.
      cachedRoutes.forget();
    }
  };
  // What was as wanted already may have been written a moment ago, by a move that was broken off: it waits, too.
  const settle = async ({ signal }: MoveOptions): Promise<void> => {
    await clock.sleep(cacheMs + timerSlackMs, { signal });
    await afterMove();
  };
  return {
    move: async (partnerId, to, moving = {}) => {
      await change(routeOf(partnerId, to));
      await settle(moving);
    },
    moveToPercentage: async (percentage, moving = {}) => {
      checkPercentage(percentage);
      await change({ kind: 'percentage', percentage });
      await settle(moving);
    },
    moveBatch: async (number, { to = 'hooklane', ...moving } = {}) => {
      const wanted = findBatch(number, batches).map((partnerId) => routeOf(partnerId, to));
      const results: MovePartnerResult[] = [];
      for (const route of wanted) {
        results.push({ partnerId: route.partnerId, isMoved: await change(route) });
      }
      await settle(moving);
      return results;
    },
  };
}

function routeOf(
  partnerId: string,
  path: RoutePath,
): Extract<WantedRoute, { readonly kind: 'partner' }> {
  if (path !== 'legacy' && path !== 'hooklane') {
    throw invalid(`a partner moves to 'legacy' or 'hooklane'. Received: ${showReceived(path)}`);
  }
  return { kind: 'partner', partnerId: parsePartnerId(partnerId), path };
}

function checkPercentage(percentage: number): void {
  if (typeof percentage === 'number' && percentage >= 0 && percentage <= 100) return;
  throw invalid(
    `the percentage must be a number from 0 to 100. Received: ${showReceived(percentage)}`,
  );
}

function findBatch(number: number, batches: readonly PartnerBatch[]): readonly string[] {
  const batch = batches[number - 1];
  if (batch !== undefined) return batch.partnerIds;
  throw invalid(
    `there are ${batches.length} batches, numbered from 1. Received: ${showReceived(number)}`,
  );
}

function invalid(what: string): HooklaneError<'invalid_options'> {
  return new HooklaneError('invalid_options', `Moving of a rollout: ${what}`);
}

import { type Clock, HooklaneError } from '@hooklane/core';
import type { Route } from './route.ts';
import type { RouteStore } from './route-store.ts';

/** The routes as this process knows them. */
export interface CachedRoutes {
  /**
   * Routes that were read in the last `cacheMs`.
   *
   * @throws HooklaneError `routes_unavailable`
   */
  read(): Promise<readonly Route[]>;
  /** The next read asks the store. */
  forget(): void;
}

export interface CachedRoutesOptions {
  readonly store: RouteStore;
  readonly cacheMs: number;
  readonly clock: Clock;
}

interface Reading {
  readonly startedAt: number;
  readonly routes: Promise<readonly Route[]>;
}

const mostReads = 3;

/**
 * Reads routes and keeps them for a short time. Their age counts from the start of the read, since a write may come
 * between it and its end: so a write has been seen by all once `cacheMs` have passed after it.
 */
export function createCachedRoutes({ store, cacheMs, clock }: CachedRoutesOptions): CachedRoutes {
  let last: Reading | undefined;
  const isYoung = ({ startedAt }: Reading): boolean => {
    const ageMs = clock.now() - startedAt;
    // A clock that was set back tells no age.
    return ageMs >= 0 && ageMs < cacheMs;
  };
  const begin = (): Reading => ({ startedAt: clock.now(), routes: store.listRoutes() });
  return {
    read: async () => {
      for (let reads = 0; reads < mostReads; reads += 1) {
        if (last === undefined || !isYoung(last)) last = begin();
        const reading = last;
        try {
          const routes = await reading.routes;
          if (isYoung(reading)) return routes;
        } catch (error) {
          if (last === reading) last = undefined;
          throw error;
        }
      }
      throw new HooklaneError(
        'routes_unavailable',
        `Reading the routes took ${cacheMs} ms or more, ${mostReads} times: they may be old by then. Raise cacheMs in every process, or make the store faster. Nothing was published`,
      );
    },
    forget: () => {
      last = undefined;
    },
  };
}

import type { Route } from './route.ts';

/**
 * Where the routes of a rollout are kept, for all processes that publish. A read that begins after a write has ended
 * must see it: with DynamoDB, read consistently. All implementations run one contract suite, `routeStoreContract`.
 */
export interface RouteStore {
  /** All routes, in any order. */
  listRoutes(): Promise<readonly Route[]>;
  /**
   * Writes a route if the one that is there has the version before (`version - 1`; none for version 1). `false` when it
   * has not: somebody else changed it.
   */
  putRoute(route: Route): Promise<boolean>;
}

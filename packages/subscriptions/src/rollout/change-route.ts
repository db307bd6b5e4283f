import { HooklaneError } from '@hooklane/core';
import { isSameSubject, type Route } from './route.ts';
import type { RouteStore } from './route-store.ts';

/** A route that is to be, without the version, which follows from what is there. */
export type WantedRoute =
  | Omit<Extract<Route, { kind: 'partner' }>, 'version'>
  | Omit<Extract<Route, { kind: 'percentage' }>, 'version'>;

/**
 * Writes a route unless it is so already; says whether it was written.
 *
 * @throws HooklaneError `changed_meanwhile`
 */
export async function changeRoute(wanted: WantedRoute, store: RouteStore): Promise<boolean> {
  const known = await findRoute(wanted, store);
  if (known !== undefined && isAs(known, wanted)) return false;
  if (await store.putRoute({ ...wanted, version: (known?.version ?? 0) + 1 })) return true;
  const now = await findRoute(wanted, store);
  if (now !== undefined && isAs(now, wanted)) return false;
  const what = wanted.kind === 'partner' ? `of partner ${wanted.partnerId}` : 'by percentage';
  throw new HooklaneError(
    'changed_meanwhile',
    `Somebody else changed the route ${what} at the same time. Look at status() and move again if it is still wanted`,
  );
}

async function findRoute(wanted: WantedRoute, store: RouteStore): Promise<Route | undefined> {
  const routes = await store.listRoutes();
  return routes.find((route) => isSameSubject(route, wanted));
}

function isAs(route: Route, wanted: WantedRoute): boolean {
  if (route.kind === 'percentage') {
    return wanted.kind === 'percentage' && route.percentage === wanted.percentage;
  }
  return wanted.kind === 'partner' && route.path === wanted.path;
}

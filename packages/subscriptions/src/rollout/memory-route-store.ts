import { isSameSubject, type Route } from './route.ts';
import type { RouteStore } from './route-store.ts';

/** Makes a {@link RouteStore} in the memory of this process, for tests and for hosts of one process. */
export function createMemoryRouteStore(initial: readonly Route[] = []): RouteStore {
  let routes: readonly Route[] = [...initial];
  return {
    listRoutes: async () => routes,
    putRoute: async (route) => {
      const known = routes.find((one) => isSameSubject(one, route));
      if ((known?.version ?? 0) !== route.version - 1) return false;
      routes = [...routes.filter((one) => one !== known), { ...route }];
      return true;
    },
  };
}

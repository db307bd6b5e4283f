import assert from 'node:assert/strict';
import type { Route } from './route.ts';
import type { RouteStore } from './route-store.ts';

/** One behaviour that every implementation must show: `for (const { name, run } of suite) it(name, run)`. */
export interface RouteStoreCase {
  /** A sentence about behaviour. */
  readonly name: string;
  run(): Promise<void>;
}

const acme = { kind: 'partner', partnerId: 'acme', path: 'hooklane', version: 1 } as const;
const percentage = { kind: 'percentage', percentage: 10, version: 1 } as const;

/** What every {@link RouteStore} must do. `make` gives an empty one. */
export function routeStoreContract(
  make: () => RouteStore | Promise<RouteStore>,
): readonly RouteStoreCase[] {
  const caseOf: CaseOf = (name, run) => ({
    name,
    run: async () => run(await make()),
  });
  return [
    caseOf('has no routes at first', async (store) => {
      assert.deepEqual(await store.listRoutes(), []);
    }),
    caseOf('gives back the routes that were put', async (store) => {
      assert.equal(await store.putRoute(acme), true);
      assert.equal(await store.putRoute(percentage), true);
      assert.deepEqual(sorted(await store.listRoutes()), [acme, percentage]);
    }),
    ...versionCases(caseOf),
  ];
}

type CaseOf = (name: string, run: (store: RouteStore) => Promise<void>) => RouteStoreCase;

function versionCases(caseOf: CaseOf): readonly RouteStoreCase[] {
  return [
    caseOf('replaces a route by its next version', async (store) => {
      await store.putRoute(acme);
      const next = { ...acme, path: 'legacy', version: 2 } as const;
      assert.equal(await store.putRoute(next), true);
      assert.deepEqual(await store.listRoutes(), [next]);
    }),
    caseOf('refuses a version that does not follow on what is there', async (store) => {
      assert.equal(await store.putRoute({ ...acme, version: 2 }), false);
      await store.putRoute(acme);
      assert.equal(await store.putRoute({ ...acme, path: 'legacy' }), false);
      assert.equal(await store.putRoute({ ...acme, path: 'legacy', version: 3 }), false);
      assert.deepEqual(await store.listRoutes(), [acme]);
    }),
    caseOf('takes one of several that are put at the same time', async (store) => {
      const puts = Array.from({ length: 8 }, () => store.putRoute(percentage));
      const taken = await Promise.all(puts);
      assert.equal(taken.filter((isTaken) => isTaken).length, 1);
    }),
    caseOf('keeps a partner apart from the percentage, whatever its id', async (store) => {
      const partner = { ...acme, partnerId: 'percentage' };
      assert.equal(await store.putRoute(percentage), true);
      assert.equal(await store.putRoute(partner), true);
      assert.deepEqual(sorted(await store.listRoutes()), [partner, percentage]);
    }),
  ];
}

/** Partners first. */
function sorted(routes: readonly Route[]): readonly Route[] {
  return routes.toSorted((one, other) => (one.kind < other.kind ? -1 : 1));
}

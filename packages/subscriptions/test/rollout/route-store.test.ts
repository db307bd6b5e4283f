import { describe, it } from 'vitest';
import { createMemoryRouteStore } from '../../src/rollout/memory-route-store.ts';
import { routeStoreContract } from '../../src/rollout/route-store-contract.ts';

describe('the route store in memory', () => {
  for (const { name, run } of routeStoreContract(() => createMemoryRouteStore())) it(name, run);
});

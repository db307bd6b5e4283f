import { createFakeClock, type FakeClock } from '@hooklane/core/testing';
import {
  createMemoryRouteStore,
  createRollout,
  type HooklaneOutcome,
  type Rollout,
  type RolloutHook,
  type RolloutOptions,
  type RouteStore,
} from '../../src/rollout/index.ts';

/** A rollout whose publishers write down what they were handed. */
export interface RolloutUnderTest {
  readonly rollout: Rollout;
  readonly clock: FakeClock;
  readonly store: RouteStore;
  readonly byLegacy: RolloutHook[];
  readonly byHooklane: RolloutHook[];
}

export const cacheMs = 5_000;

/** Makes a rollout: one process, unless it is given the store and the clock of another. */
export function createRolloutUnderTest(
  options: Partial<RolloutOptions> & { readonly clock?: FakeClock } = {},
): RolloutUnderTest {
  const { clock = createFakeClock(), routes = createMemoryRouteStore() } = options;
  const byLegacy: RolloutHook[] = [];
  const byHooklane: RolloutHook[] = [];
  const rollout = createRollout({
    legacy: async (hook) => {
      byLegacy.push(hook);
    },
    hooklane: async (hooks) => {
      byHooklane.push(...hooks);
      return hooks.map((): HooklaneOutcome => ({ kind: 'accepted' }));
    },
    cacheMs,
    ...options,
    clock,
    routes,
  });
  return { rollout, clock, store: routes, byLegacy, byHooklane };
}

/** Moves while the time passes that a move waits. */
export async function whileTimePasses<Result>(
  clock: FakeClock,
  moving: Promise<Result>,
): Promise<Result> {
  await clock.advance(cacheMs + 100);
  return moving;
}

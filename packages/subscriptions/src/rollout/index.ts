export { percentileOf } from './choose-path.ts';
export type { DifferenceKind, PathComparison, PathDifference } from './compare-paths.ts';
export { createMemoryRouteStore } from './memory-route-store.ts';
export type { MoveOptions, MovePartnerResult } from './move-routes.ts';
export {
  type CountChange,
  type CountName,
  createMemoryPathCounters,
  type PathCounters,
  type PathCounts,
} from './path-counters.ts';
export { type PartnerBatch, planBatches } from './plan-batches.ts';
export type { PublishRolloutOptions, RolloutOutcome } from './publish-rollout.ts';
export {
  createRollout,
  type MoveBatchOptions,
  type RecordedDelivery,
  type Rollout,
} from './rollout.ts';
export type { RolloutHook } from './rollout-hook.ts';
export type { HooklaneOutcome, RolloutOptions } from './rollout-options.ts';
export type { BatchStatus, PartnerStatus, RolloutStatus } from './rollout-status.ts';
export type { Route, RoutePath } from './route.ts';
export type { RouteStore } from './route-store.ts';

import { type HookInput, parsePartnerId, systemClock } from '@hooklane/core';
import { createStderrLogger } from '../stderr-logger.ts';
import { createCachedRoutes } from './cached-routes.ts';
import { choosePath } from './choose-path.ts';
import { comparePaths, type PathComparison } from './compare-paths.ts';
import { createDecidedHooks } from './decided-hooks.ts';
import { createMoves, type MoveOptions, type MovePartnerResult } from './move-routes.ts';
import { createMemoryPathCounters, type PathCounters } from './path-counters.ts';
import {
  codeOf,
  type PublishContext,
  type PublishRolloutOptions,
  publishRollout,
  type RolloutOutcome,
} from './publish-rollout.ts';
import { checkRolloutOptions, type RolloutOptions } from './rollout-options.ts';
import { describeRollout, type RolloutStatus } from './rollout-status.ts';
import type { RoutePath } from './route.ts';

/** Two publishers behind one `publish`, and who of the partners is on which. */
export interface Rollout {
  /**
   * Publishes each hook on the path of its partner. Without routes nothing is published.
   *
   * @throws HooklaneError `invalid_options`, `routes_unavailable`, and what the route store throws
   */
  publish(
    hooks: readonly HookInput[],
    options?: PublishRolloutOptions,
  ): Promise<readonly RolloutOutcome[]>;
  /**
   * The path of a partner as this process knows it now: for hosts that write the decision down with the hook, and
   * pass it to `publish` later.
   *
   * @throws HooklaneError `invalid_partner_id`, `routes_unavailable`
   */
  pathOf(partnerId: string): Promise<RoutePath>;
  /**
   * Moves a partner, whatever the percentage. Resolves once no process decides by the route before. When the signal
   * ends the wait, the partner has moved, and others may see it up to `cacheMs` later.
   *
   * @throws HooklaneError `invalid_partner_id`, `invalid_options`, `changed_meanwhile`
   */
  move(partnerId: string, to: RoutePath, options?: MoveOptions): Promise<void>;
  /**
   * Lets so many of the partners without a route of their own go through Hooklane, 0 to 100: the same partners each
   * time, and further ones when it is raised. Waits as `move`.
   *
   * @throws HooklaneError `invalid_options`, `changed_meanwhile`
   */
  moveToPercentage(percentage: number, options?: MoveOptions): Promise<void>;
  /**
   * Moves the partners of a batch, numbered from 1, one after the other, to Hooklane unless `to` says otherwise.
   * Broken off, it can be called again. Waits as `move`, once.
   *
   * @throws HooklaneError `invalid_options`, `changed_meanwhile`
   */
  moveBatch(number: number, options?: MoveBatchOptions): Promise<readonly MovePartnerResult[]>;
  /** Where the rollout stands, read from the store. */
  status(): Promise<RolloutStatus>;
  /** Both paths side by side, with what is not as it should be. */
  compare(): Promise<PathComparison>;
  /** Counts a hook that reached its partner: from results of Hooklane, and from the legacy publisher. */
  recordDelivered(delivery: RecordedDelivery): Promise<void>;
}

export interface MoveBatchOptions extends MoveOptions {
  /** @default 'hooklane' */
  readonly to?: RoutePath | undefined;
}

/** A hook that its partner took. */
export interface RecordedDelivery {
  readonly hookId: string;
  readonly partnerId: string;
  readonly path: RoutePath;
}

/**
 * Moves partners from a publisher that was there before to Hooklane, and back, without losing or doubling a hook.
 *
 * Each hook goes by exactly one path, whatever routes a process has: the process that was handed the hook decides,
 * once, and hands it to one publisher, and what fails is tried again there only. Two processes that see different
 * routes publish different hooks. What moves with the routes is only by which path later hooks go: a process goes by
 * what it read for `cacheMs`, and a move waits as long after its write, so that all have seen it when it resolves.
 *
 * A process that publishes a hook again which it, or another before it, decided about (after a crash, from an outbox)
 * must pass the `path` of that time: ask `pathOf` and write it down beside the hook. This process remembers its last
 * decisions by id, and goes by them.
 *
 * @example
 * const rollout = createRollout({
 *   routes: createMemoryRouteStore(),
 *   legacy: (hook) => oldPublisher.send(hook),
 *   hooklane: (hooks) => publishHooks(hooks, { lanes }),
 *   legacyHeaders: ({ body }) => ({ 'x-request-signature-sha-256': oldSignature(body) }),
 * });
 * await rollout.move('acme', 'hooklane');
 * await rollout.publish([{ partnerId: 'acme', url, type: 'invoice.paid', body: '{}' }]);
 *
 * @throws HooklaneError `invalid_options`
 */
export function createRollout(options: RolloutOptions): Rollout {
  checkRolloutOptions(options);
  const { routes: store, onCompare, batches = [], clock = systemClock } = options;
  const { cacheMs = 5_000, counters = createMemoryPathCounters() } = options;
  const cachedRoutes = createCachedRoutes({ store, cacheMs, clock });
  const decided = createDecidedHooks(options.mostRemembered ?? 100_000);
  const logger = options.logger ?? createStderrLogger(clock);
  const context = createContext(options, { cachedRoutes, decided, counters, clock, logger });
  const compare = async (): Promise<PathComparison> => {
    const comparison = comparePaths(await counters.list());
    onCompare?.(comparison);
    return comparison;
  };
  const afterMove = async (): Promise<void> => {
    try {
      if (onCompare !== undefined) await compare();
    } catch (error) {
      // The move is done.
      logger.error({ message: 'Cannot compare the paths after a move', code: codeOf(error) });
    }
  };
  return {
    ...createMoves({ store, cachedRoutes, cacheMs, clock, batches, afterMove }),
    publish: (hooks, publishing = {}) => publishRollout(hooks, publishing, context),
    pathOf: async (partnerId) => choosePath(parsePartnerId(partnerId), await cachedRoutes.read()),
    status: async () => {
      const countedIds = (await counters.list()).map(({ partnerId }) => partnerId);
      return describeRollout(await store.listRoutes(), { batches, countedIds });
    },
    compare,
    recordDelivered: async ({ hookId, partnerId, path }) => {
      const kind = decided.deliver({ hookId, partnerId }, path);
      await counters.add({ partnerId, path, name: kind === 'first' ? 'delivered' : kind, by: 1 });
    },
  };
}

function createContext(
  { legacy, hooklane, legacyHeaders, newHookId, retryGapsMs }: RolloutOptions,
  own: Pick<PublishContext, 'cachedRoutes' | 'decided' | 'clock' | 'logger'> & {
    readonly counters: PathCounters;
  },
): PublishContext {
  const gaps = retryGapsMs ?? [100, 500, 2_000];
  return { ...own, legacy, hooklane, legacyHeaders, newHookId, retryGapsMs: gaps };
}

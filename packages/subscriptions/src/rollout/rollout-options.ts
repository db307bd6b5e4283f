import { type Clock, HooklaneError, type Logger, showReceived } from '@hooklane/core';
import type { PathComparison } from './compare-paths.ts';
import type { PathCounters } from './path-counters.ts';
import type { PartnerBatch } from './plan-batches.ts';
import type { RolloutHook } from './rollout-hook.ts';
import type { RouteStore } from './route-store.ts';

/** What a rollout moves partners between, and how. */
export interface RolloutOptions {
  /** Where routes are kept, for all processes that publish. */
  readonly routes: RouteStore;
  /** Publishes a hook as before; a rejection means that it was not published. */
  readonly legacy: (hook: RolloutHook) => Promise<void>;
  /** Publishes hooks through Hooklane and says for each, in order, whether it was taken: `publishHooks`. */
  readonly hooklane: (hooks: readonly RolloutHook[]) => Promise<readonly HooklaneOutcome[]>;
  /**
   * Headers of the legacy publisher that hooks through Hooklane carry too, such as its signature of the body. They
   * are made once, when a hook is published: a signature that holds a time is old at a later attempt.
   *
   * @default none
   */
  readonly legacyHeaders?: ((hook: RolloutHook) => Readonly<Record<string, string>>) | undefined;
  /** For `moveBatch`, as `planBatches` made them. @default none */
  readonly batches?: readonly PartnerBatch[] | undefined;
  /**
   * How long a process goes by the routes that it read, and so how long a move takes. The same in every process.
   * 10 to 3,600,000. @default 5000
   */
  readonly cacheMs?: number | undefined;
  /** Gaps before a hook is tried again on its path. @default 100, 500 and 2,000 */
  readonly retryGapsMs?: readonly number[] | undefined;
  /** Decisions that this process remembers, 150 bytes each. 2 to 10,000,000. @default 100000 */
  readonly mostRemembered?: number | undefined;
  /**
   * Counting changes no outcome: what cannot be counted is logged.
   *
   * @default in the memory of this process
   */
  readonly counters?: PathCounters | undefined;
  /** Called with both paths side by side after every move, where an error is logged, and by `compare`. */
  readonly onCompare?: ((comparison: PathComparison) => void) | undefined;
  /** Makes the id of a hook without one. @default `msg_` and 32 hex digits */
  readonly newHookId?: (() => string) | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
  /** @default JSON lines on standard error */
  readonly logger?: Logger | undefined;
}

/** What a rollout looks at in the outcomes of `publishHooks`. */
export type HooklaneOutcome =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly error: HooklaneError };

const knownOptions = [
  'routes',
  'legacy',
  'hooklane',
  'legacyHeaders',
  'batches',
  'cacheMs',
  'retryGapsMs',
  'mostRemembered',
  'counters',
  'onCompare',
  'newHookId',
  'clock',
  'logger',
];
const optionalFunctions = ['legacyHeaders', 'onCompare', 'newHookId'] as const;

/** @throws HooklaneError `invalid_options` */
export function checkRolloutOptions(options: unknown): asserts options is RolloutOptions {
  if (options === null || typeof options !== 'object') throw invalid('must be an object', options);
  const given = options as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(given).find((name) => !knownOptions.includes(name));
  if (unknown !== undefined) throw invalid('has an unknown option', unknown);
  checkPort('routes', given['routes'], ['listRoutes', 'putRoute']);
  for (const name of ['legacy', 'hooklane', ...optionalFunctions]) {
    const isLeftOut = given[name] === undefined && optionalFunctions.some((one) => one === name);
    if (!isLeftOut && typeof given[name] !== 'function') {
      throw invalid(`${name} must be a function`, given[name]);
    }
  }
  if (given['counters'] !== undefined) checkPort('counters', given['counters'], ['add', 'list']);
  if (given['clock'] !== undefined) checkPort('clock', given['clock'], ['now', 'sleep']);
  if (given['logger'] !== undefined) checkPort('logger', given['logger'], ['error']);
  if (given['batches'] !== undefined && !Array.isArray(given['batches'])) {
    throw invalid('batches must be what planBatches made', given['batches']);
  }
  checkNumbers(given);
}

function checkNumbers({ cacheMs, retryGapsMs, mostRemembered }: Partial<RolloutOptions>): void {
  if (cacheMs !== undefined && !isInteger(cacheMs, 10, 3_600_000)) {
    throw invalid('cacheMs must be an integer from 10 to 3600000', cacheMs);
  }
  if (mostRemembered !== undefined && !isInteger(mostRemembered, 2, 10_000_000)) {
    throw invalid('mostRemembered must be an integer from 2 to 10000000', mostRemembered);
  }
  if (retryGapsMs === undefined) return;
  if (!Array.isArray(retryGapsMs)) throw invalid('retryGapsMs must be an array', retryGapsMs);
  const wrong: unknown = retryGapsMs.find((gapMs) => !isInteger(gapMs, 0, 3_600_000));
  if (wrong !== undefined) {
    throw invalid('retryGapsMs must be integers from 0 to 3600000', wrong);
  }
}

function checkPort(name: string, value: unknown, methods: readonly string[]): void {
  const port = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (methods.every((method) => typeof port[method] === 'function')) return;
  throw invalid(`${name} must have ${methods.join(' and ')}`, value);
}

function isInteger(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

function invalid(what: string, received: unknown): HooklaneError<'invalid_options'> {
  return new HooklaneError(
    'invalid_options',
    `createRollout options: ${what}. Received: ${showReceived(received)}`,
  );
}

import { randomUUID } from 'node:crypto';
import {
  type HookInput,
  HooklaneError,
  isHooklaneError,
  type Logger,
  parsePartnerId,
  showReceived,
} from '@hooklane/core';
import type { CachedRoutes } from './cached-routes.ts';
import { choosePath } from './choose-path.ts';
import type { DecidedHooks } from './decided-hooks.ts';
import type { PathCounters } from './path-counters.ts';
import { type PublishOnPathOptions, publishOnPath } from './publish-on-path.ts';
import type { RolloutHook } from './rollout-hook.ts';
import type { Route, RoutePath } from './route.ts';

/** What became of one hook of a `publish`. */
export type RolloutOutcome =
  /** Its path has it. */
  | { readonly kind: 'accepted'; readonly hookId: string; readonly path: RoutePath }
  /** Its path did not confirm it, or it is no hook. `error.code` says why. */
  | {
      readonly kind: 'refused';
      readonly error: HooklaneError;
      /** To publish it again with; left out when the hook itself was refused, and never decided about. */
      readonly hookId?: string;
      readonly path?: RoutePath;
    };

/** How one call publishes. */
export interface PublishRolloutOptions {
  /**
   * The path that was decided before, for hooks that a process publishes again after it, or another, decided once: as
   * an outcome had it, or `pathOf`.
   *
   * @default as the routes have it
   */
  readonly path?: RoutePath | undefined;
  /** Ends the waits before further tries; what was not taken by then is refused. */
  readonly signal?: AbortSignal | undefined;
}

/** What publishing works on. */
export interface PublishContext extends Omit<PublishOnPathOptions, 'signal'> {
  readonly cachedRoutes: CachedRoutes;
  readonly decided: DecidedHooks;
  readonly counters: PathCounters;
  readonly logger: Pick<Logger, 'error'>;
  readonly newHookId?: (() => string) | undefined;
}

interface DecidedHook {
  readonly hook: RolloutHook;
  readonly path: RoutePath;
}

/** Decides about each hook once, publishes it on its path, and counts. */
export async function publishRollout(
  hooks: readonly HookInput[],
  options: PublishRolloutOptions,
  context: PublishContext,
): Promise<readonly RolloutOutcome[]> {
  check(hooks, options);
  // Before any hook goes out: without routes nothing is published.
  const routes = options.path === undefined ? await context.cachedRoutes.read() : [];
  const decisions = hooks.map((hook) => decide(hook, { routes, ...options }, context));
  const outcomes = new Map<DecidedHook, RolloutOutcome>();
  const publishAll = async (path: RoutePath): Promise<void> => {
    const own = decisions.filter((one): one is DecidedHook => 'path' in one && one.path === path);
    const refusals = await publishOnPath(
      path,
      own.map(({ hook }) => hook),
      { ...context, signal: options.signal },
    );
    for (const [at, decision] of own.entries()) {
      outcomes.set(decision, toOutcome(decision, refusals[at]));
    }
  };
  await Promise.all([publishAll('legacy'), publishAll('hooklane')]);
  await count(decisions, outcomes, context);
  return decisions.map((one) =>
    'path' in one ? (outcomes.get(one) as RolloutOutcome) : { kind: 'refused', error: one },
  );
}

function decide(
  hook: HookInput,
  { path, routes }: { readonly path?: RoutePath | undefined; readonly routes: readonly Route[] },
  { decided, newHookId = newId }: PublishContext,
): DecidedHook | HooklaneError {
  try {
    const partnerId = parsePartnerId(hook.partnerId);
    const id = hook.id ?? newHookId();
    const reference = { partnerId, hookId: id };
    const own = decided.pathOf(reference) ?? path ?? choosePath(partnerId, routes);
    decided.decide(reference, own);
    return { hook: { ...hook, id }, path: own };
  } catch (error) {
    if (isHooklaneError(error, 'invalid_partner_id')) return error;
    throw error;
  }
}

function toOutcome(
  { hook: { id: hookId }, path }: DecidedHook,
  error: HooklaneError | undefined,
): RolloutOutcome {
  return error === undefined
    ? { kind: 'accepted', hookId, path }
    : { kind: 'refused', error, hookId, path };
}

async function count(
  decisions: readonly (DecidedHook | HooklaneError)[],
  outcomes: ReadonlyMap<DecidedHook, RolloutOutcome>,
  { counters, logger }: Pick<PublishContext, 'counters' | 'logger'>,
): Promise<void> {
  const groups = Map.groupBy(
    decisions.filter((one): one is DecidedHook => 'path' in one),
    (one) => `${one.hook.partnerId} ${one.path} ${outcomes.get(one)?.kind}`,
  );
  for (const group of groups.values()) {
    const { hook, path } = group[0] as DecidedHook;
    const isAccepted = outcomes.get(group[0] as DecidedHook)?.kind === 'accepted';
    const name = isAccepted ? 'published' : 'failed';
    try {
      await counters.add({ partnerId: hook.partnerId, path, name, by: group.length });
    } catch (error) {
      // The hooks are out: a host that took this for a failure would publish them again.
      const message = `Cannot count ${group.length} hooks of ${hook.partnerId} as ${name}`;
      logger.error({ message, code: codeOf(error) });
    }
  }
}

/** The code of an error, or what it is called. */
export function codeOf(error: unknown): string {
  if (isHooklaneError(error)) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

function check(hooks: unknown, { path }: PublishRolloutOptions): void {
  if (!Array.isArray(hooks)) {
    throw invalid(`takes an array of hooks. Received: ${showReceived(hooks)}`);
  }
  if (path !== undefined && path !== 'legacy' && path !== 'hooklane') {
    throw invalid(`path must be 'legacy' or 'hooklane'. Received: ${showReceived(path)}`);
  }
}

function invalid(what: string): HooklaneError<'invalid_options'> {
  return new HooklaneError('invalid_options', `publish of a rollout: ${what}`);
}

function newId(): string {
  return `msg_${randomUUID().replaceAll('-', '')}`;
}

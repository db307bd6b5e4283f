import {
  type Clock,
  HooklaneError,
  isHooklaneError,
  mapConcurrently,
  sleepUnlessAborted,
} from '@hooklane/core';
import { withLegacyHeaders } from './legacy-headers.ts';
import type { RolloutHook } from './rollout-hook.ts';
import type { RolloutOptions } from './rollout-options.ts';
import type { RoutePath } from './route.ts';

/** What became of a hook on its path; `undefined` when the path took it. */
export type PathRefusal = HooklaneError | undefined;

export interface PublishOnPathOptions
  extends Pick<RolloutOptions, 'legacy' | 'hooklane' | 'legacyHeaders'> {
  readonly retryGapsMs: readonly number[];
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

/** Hooks handed to the legacy publisher at the same time. */
const mostLegacyCalls = 16;

/**
 * Publishes hooks on one path, in order, and tries again there, and nowhere else, what it did not take. Never throws
 * for what a publisher does.
 */
export async function publishOnPath(
  path: RoutePath,
  hooks: readonly RolloutHook[],
  options: PublishOnPathOptions,
): Promise<readonly PathRefusal[]> {
  const { retryGapsMs, clock, signal } = options;
  const attempt = path === 'legacy' ? publishLegacy : publishHooklane;
  const refusals = new Array<PathRefusal>(hooks.length).fill(undefined);
  let open = [...hooks.keys()];
  // A hook that was never tried would have no refusal to show: the first try is made whatever the signal says.
  for (let tries = 0; open.length > 0; tries += 1) {
    const tried = await attempt(
      open.map((index) => hooks[index] as RolloutHook),
      options,
    );
    for (const [at, index] of open.entries()) refusals[index] = tried[at];
    open = open.filter((index) => isWorthAnotherTry(refusals[index]));
    const gapMs = retryGapsMs[tries];
    if (gapMs === undefined || open.length === 0) break;
    // When it is broken off, the refusals so far are the outcome.
    await sleepUnlessAborted(gapMs, { clock, signal });
    if (signal?.aborted === true) break;
  }
  return refusals;
}

/** Of others nothing else is to be expected: the hook itself is wrong, or the partner has no lane. */
function isWorthAnotherTry(refusal: PathRefusal): boolean {
  return isHooklaneError(refusal, 'path_failed') || isHooklaneError(refusal, 'queue_refused');
}

function publishLegacy(
  hooks: readonly RolloutHook[],
  { legacy }: PublishOnPathOptions,
): Promise<readonly PathRefusal[]> {
  return mapConcurrently(hooks, mostLegacyCalls, async (hook) => {
    const taken = await refusalOr(
      callHost(`The legacy publisher did not take hook ${hook.id}`, () => legacy(hook)),
    );
    return taken instanceof HooklaneError ? taken : undefined;
  });
}

async function publishHooklane(
  hooks: readonly RolloutHook[],
  options: PublishOnPathOptions,
): Promise<readonly PathRefusal[]> {
  const prepared = await Promise.all(hooks.map((hook) => refusalOr(addHeaders(hook, options))));
  const ready = prepared.filter((one): one is RolloutHook => !(one instanceof HooklaneError));
  const refusals = ready.length === 0 ? [] : await send(ready, options);
  let next = 0;
  return prepared.map((one) => {
    if (one instanceof HooklaneError) return one;
    next += 1;
    return refusals[next - 1];
  });
}

async function addHeaders(
  hook: RolloutHook,
  { legacyHeaders }: PublishOnPathOptions,
): Promise<RolloutHook> {
  if (legacyHeaders === undefined) return hook;
  const what = `legacyHeaders threw for hook ${hook.id}`;
  return withLegacyHeaders(hook, await callHost(what, () => legacyHeaders(hook)));
}

async function send(
  hooks: readonly RolloutHook[],
  { hooklane }: PublishOnPathOptions,
): Promise<readonly PathRefusal[]> {
  const outcomes = await refusalOr(
    callHost(`Hooklane did not take ${hooks.length} hooks`, () => hooklane(hooks)),
  );
  if (outcomes instanceof HooklaneError) return hooks.map(() => outcomes);
  return hooks.map(({ id }, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) return pathFailed(`Hooklane said nothing of hook ${id}`);
    return outcome.kind === 'refused' ? outcome.error : undefined;
  });
}

/**
 * Calls a function of the host.
 *
 * @throws HooklaneError `path_failed`, whose cause is what the function threw
 */
async function callHost<Result>(
  what: string,
  call: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await call();
  } catch (cause) {
    throw pathFailed(what, cause);
  }
}

/** What is refused is the outcome of a hook, and no reason to give up the others. */
async function refusalOr<Result>(result: Promise<Result>): Promise<Result | HooklaneError> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof HooklaneError) return error;
    throw error;
  }
}

function pathFailed(what: string, cause?: unknown): HooklaneError<'path_failed'> {
  return new HooklaneError(
    'path_failed',
    `${what}. Publish it again with the same id and path, and on no other`,
    { cause },
  );
}

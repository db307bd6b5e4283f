import { HooklaneError, isHooklaneError, mapConcurrently, parsePartnerId } from '@hooklane/core';
import * as z from 'zod/mini';
import { errorName } from './aws/error-kinds.ts';
import type { CallContext } from './call-context.ts';
import { areWaves, cutWaves } from './code-waves.ts';
import { isWaveHealthy } from './health-gate.ts';
import { type LaneHealth, readHealth, type WatchedLane, watchLanes } from './lane-health.ts';
import { keepVersion, restoreVersion, type SwappedCode, swapCode } from './lane-version.ts';
import { listLanes } from './list-partners.ts';
import { codeShape } from './provision-partner.ts';
import { type ProvisionerOptions, parseProvisionerOptions } from './provisioner-options.ts';
import type { FunctionCode } from './resources/function-settings.ts';
import { findSite, type Site } from './site.ts';

/** How {@link updateCode} goes about it. */
export interface UpdateCodeOptions extends ProvisionerOptions {
  /** `await handlerArtifact()` of `@hooklane/handler/artifact`. */
  readonly code: FunctionCode;
  /** @default every partner of the stage whose lane has a function */
  readonly partnerIds?: readonly string[] | undefined;
  /**
   * Shares of the partners after which to stop and look: rising, above 0, the last 1.
   * @default [0.01, 0.1, 0.5, 1]
   */
  readonly waves?: readonly number[] | undefined;
  /**
   * Milliseconds for which a wave works before it is judged: 0 to 86,400,000. From a minute on, the judging waits a
   * minute and a half more, for the metrics of the last minute; below, only dead letters tell.
   * @default 300000
   */
  readonly watchMs?: number | undefined;
  /**
   * Judges a wave. @default at most one lane of twenty is worse off than in as long a time before: its function fails
   * as a whole more often, it is done with no message any more, or it buries more than a tenth of them
   */
  readonly isHealthy?: ((wave: readonly LaneHealth[]) => boolean | Promise<boolean>) | undefined;
}

/** What {@link updateCode} did. */
export type CodeUpdate =
  | {
      readonly kind: 'updated';
      /** Partners whose lanes work with new code now. */
      readonly updated: readonly string[];
      /** Partners whose lanes did already. */
      readonly unchanged: readonly string[];
      readonly failed: readonly FailedLane[];
    }
  | {
      /** A wave was not healthy, and every lane that this update changed works with its old code again. */
      readonly kind: 'rolled_back';
      readonly rolledBack: readonly string[];
      /** The wave, as it was judged. */
      readonly wave: readonly LaneHealth[];
      /** Lanes that could not be changed, or not be turned back. */
      readonly failed: readonly FailedLane[];
    };

/** A lane on which something failed. The others went on. */
export interface FailedLane {
  readonly partnerId: string;
  /** Of the `HooklaneError`, or the name that AWS gives it. */
  readonly code: string;
  readonly message: string;
}

const watchMessage = 'must be an integer from 0 to 86400000';
const wavesMessage = 'must be rising numbers above 0, the last of them 1';
const shape = {
  code: codeShape.code,
  partnerIds: z.optional(z.array(z.string(), 'must be a list of partner ids')),
  waves: z._default(
    z
      .array(z.number(wavesMessage), wavesMessage)
      .check(z.refine(areWaves, { error: wavesMessage })),
    [0.01, 0.1, 0.5, 1],
  ),
  watchMs: z._default(
    z.int(watchMessage).check(z.minimum(0, watchMessage), z.maximum(86_400_000, watchMessage)),
    300_000,
  ),
  isHealthy: z.optional(
    z.custom<NonNullable<UpdateCodeOptions['isHealthy']>>(
      (value) => typeof value === 'function',
      'must be a function',
    ),
  ),
};

/** Lanes of a wave that are changed at the same time: Lambda takes 15 requests a second from an account. */
const mostAtOnce = 10;

/**
 * Gives the functions of a stage new code, wave by wave: publishes a version, turns the alias `live` to it, lets the
 * wave work for `watchMs` and judges it. When a wave is not healthy, everything that this update changed goes back to
 * the version before. Safe to run again after anything: a run that was cut off is gone on with, and what it changed is
 * judged with the rest. A lane that fails is named in the result, and stops no other. When the judging itself fails, the
 * lanes keep what they have until another run judges them.
 *
 * @throws HooklaneError `invalid_options`, `invalid_stage`, `invalid_partner_id`, `platform_missing`
 */
export async function updateCode(options: UpdateCodeOptions): Promise<CodeUpdate> {
  const { stage, context, own } = parseProvisionerOptions(options, 'updateCode', shape);
  const { code, watchMs, isHealthy = isWaveHealthy } = own;
  if (code === undefined) throw codeMissing();
  context.signal?.throwIfAborted();
  const site = await findSite(stage, context.aws);
  const named = own.partnerIds?.map(parsePartnerId);
  const partnerIds = named ? [...new Set(named)] : await functionPartners(site, context);
  const swapped: SwappedCode[] = [];
  const failed: FailedLane[] = [];
  for (const partners of cutWaves(partnerIds, own.waves)) {
    const before = await watchLanes(partners, site, context);
    const changesFromMs = context.clock.now();
    const wave = await forEachLane(partners, context, (id) => swapCode(id, site, code, context));
    swapped.push(...wave.done);
    failed.push(...wave.failed);
    const isBroken = wave.failed.some((lane) => lane.code === 'function_failed');
    if (wave.done.length === 0 && !isBroken) continue;
    const judged = { before, changed: wave.done, changesFromMs, watchMs };
    const health = await judge(judged, site, context);
    if (isBroken || !(await isHealthy(health))) {
      const back = await forEachLane(swapped, context, (lane) => turnBack(lane, site, context));
      return {
        kind: 'rolled_back',
        rolledBack: back.done,
        wave: health,
        failed: [...failed, ...back.failed],
      };
    }
  }
  // Last: whoever goes on after a crash judges, and turns back, the whole of the update.
  const kept = await forEachLane(swapped, context, async (lane) => {
    await keepVersion(lane, site, context);
    return lane.partnerId;
  });
  const updated = idsOf(swapped);
  const unchanged = partnerIds.filter(
    (id) => !updated.includes(id) && !failed.some(({ partnerId }) => partnerId === id),
  );
  return { kind: 'updated', updated, unchanged, failed: [...failed, ...kept.failed] };
}

async function turnBack(lane: SwappedCode, site: Site, context: CallContext): Promise<string> {
  await restoreVersion(lane, site, context);
  return lane.partnerId;
}

/**
 * Works on lanes side by side. One that fails stops no other; an abort does, once those under way have ended.
 */
async function forEachLane<Lane extends string | SwappedCode, Result>(
  lanes: readonly Lane[],
  { signal }: CallContext,
  work: (lane: Lane) => Promise<Result | undefined>,
): Promise<{ readonly done: readonly Result[]; readonly failed: readonly FailedLane[] }> {
  const outcomes = await mapConcurrently(lanes, mostAtOnce, async (lane) => {
    if (signal?.aborted) return {};
    try {
      return { result: await work(lane) };
    } catch (error) {
      return { failed: toFailed(lane, error) };
    }
  });
  signal?.throwIfAborted();
  return {
    done: outcomes.map(({ result }) => result).filter((result) => result !== undefined),
    failed: outcomes.map(({ failed }) => failed).filter((failed) => failed !== undefined),
  };
}

function toFailed(lane: string | SwappedCode, error: unknown): FailedLane {
  return {
    partnerId: typeof lane === 'string' ? lane : lane.partnerId,
    code: isHooklaneError(error) ? error.code : errorName(error),
    message: error instanceof Error ? error.message : String(error),
  };
}

interface Wave {
  readonly before: readonly WatchedLane[];
  readonly changed: readonly SwappedCode[];
  readonly changesFromMs: number;
  readonly watchMs: number;
}

/** CloudWatch counts by the minute, */
const minuteMs = 60_000;
/** and shows what happened a minute or so later. */
const metricsLagMs = 90_000;

async function judge(
  { before, changed, changesFromMs, watchMs }: Wave,
  site: Site,
  context: CallContext,
): Promise<readonly LaneHealth[]> {
  const changesUntilMs = context.clock.now();
  const waitMs = watchMs < minuteMs ? watchMs : watchMs + metricsLagMs;
  const reason = 'watching';
  for (const { functionName: name } of changed) {
    context.report({ kind: 'waiting', resource: 'live-alias', name, reason, waitMs });
  }
  await context.clock.sleep(waitMs, { signal: context.signal });
  const watched = before.filter(({ partnerId }) => idsOf(changed).includes(partnerId));
  const window = { changesFromMs, changesUntilMs, watchMs };
  return await readHealth(watched, window, { site, context });
}

async function functionPartners(site: Site, context: CallContext): Promise<readonly string[]> {
  const lanes = await listLanes(site, context);
  return idsOf(lanes.filter(({ compute }) => compute.kind === 'lambda'));
}

function idsOf(lanes: readonly { readonly partnerId: string }[]): readonly string[] {
  return lanes.map(({ partnerId }) => partnerId);
}

function codeMissing(): HooklaneError<'invalid_options'> {
  return new HooklaneError(
    'invalid_options',
    "updateCode options.code is missing: pass code: await handlerArtifact() of '@hooklane/handler/artifact'",
  );
}

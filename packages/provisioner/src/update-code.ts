import { HooklaneError, mapConcurrently, parsePartnerId } from '@hooklane/core';
import * as z from 'zod/mini';
import type { CallContext } from './call-context.ts';
import { type LaneHealth, readHealth, type WatchedLane, watchLanes } from './lane-health.ts';
import { pruneVersions, restoreVersion, type SwappedCode, swapCode } from './lane-version.ts';
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
  /** Milliseconds for which a wave works before it is judged: 0 to 86,400,000. @default 300000 */
  readonly watchMs?: number | undefined;
  /**
   * Judges a wave. @default no function failed as a whole, and no lane has more dead letters than before
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
    }
  | {
      /** A wave was not healthy, and every lane that this run changed works with its old code again. */
      readonly kind: 'rolled_back';
      readonly rolledBack: readonly string[];
      /** The wave, as it was judged. */
      readonly wave: readonly LaneHealth[];
    };

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
 * wave work for `watchMs` and judges it. When a wave is not healthy, everything that this run changed goes back to the
 * version before. Safe to run again after anything: lanes that have the code are left alone.
 *
 * @throws HooklaneError `invalid_options`, `invalid_stage`, `invalid_partner_id`, `platform_missing`, `lane_missing`,
 * `function_failed`, `not_settled`
 */
export async function updateCode(options: UpdateCodeOptions): Promise<CodeUpdate> {
  const { stage, context, own } = parseProvisionerOptions(options, 'updateCode', shape);
  const { code, watchMs, isHealthy = areAllHealthy } = own;
  if (code === undefined) throw codeMissing();
  context.signal?.throwIfAborted();
  const site = await findSite(stage, context.aws);
  const partnerIds = own.partnerIds?.map(parsePartnerId) ?? (await functionPartners(site, context));
  const swapped: SwappedCode[] = [];
  const unchanged: string[] = [];
  for (const wave of cutWaves(partnerIds, own.waves)) {
    const before = await watchLanes(wave, site, context);
    const done = await mapConcurrently(wave, mostAtOnce, (id) => swapCode(id, site, code, context));
    const changed = done.filter((one) => one !== undefined);
    swapped.push(...changed);
    unchanged.push(...wave.filter((id) => !changed.some(({ partnerId }) => partnerId === id)));
    if (changed.length === 0) continue;
    const health = await judge({ before, changed, watchMs }, site, context);
    if (!(await isHealthy(health))) {
      await mapConcurrently(swapped, mostAtOnce, (one) => restoreVersion(one, context));
      return { kind: 'rolled_back', rolledBack: idsOf(swapped), wave: health };
    }
    await mapConcurrently(changed, mostAtOnce, (one) => pruneVersions(one, context));
  }
  return { kind: 'updated', updated: idsOf(swapped), unchanged };
}

/** Cuts the partners into waves, each with what its share adds to the one before. */
export function cutWaves(
  partnerIds: readonly string[],
  shares: readonly number[],
): readonly (readonly string[])[] {
  const ends = shares.map((share) => Math.ceil(share * partnerIds.length));
  return ends
    .map((end, index) => partnerIds.slice(ends[index - 1] ?? 0, end))
    .filter((wave) => wave.length > 0);
}

interface Wave {
  readonly before: readonly WatchedLane[];
  readonly changed: readonly SwappedCode[];
  readonly watchMs: number;
}

async function judge(
  { before, changed, watchMs }: Wave,
  site: Site,
  context: CallContext,
): Promise<readonly LaneHealth[]> {
  const since = context.clock.now();
  for (const { functionName: name } of changed) {
    context.report({
      kind: 'waiting',
      resource: 'live-alias',
      name,
      reason: 'watching',
      waitMs: watchMs,
    });
  }
  await context.clock.sleep(watchMs, { signal: context.signal });
  const watched = before.filter(({ partnerId }) => idsOf(changed).includes(partnerId));
  return await readHealth(watched, since, { site, context });
}

function areAllHealthy(wave: readonly LaneHealth[]): boolean {
  return wave.every(
    ({ errors, deadLetters, deadLettersBefore }) =>
      errors === 0 && deadLetters <= deadLettersBefore,
  );
}

function areWaves(shares: readonly number[]): boolean {
  return shares.at(-1) === 1 && shares.every((share, index) => share > (shares[index - 1] ?? 0));
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

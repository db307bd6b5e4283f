import { parseInput, parseStage, platformNames } from '@hooklane/core';
import { z } from 'zod/mini';
import { applyPlan } from './apply.ts';
import { planPlatform } from './plan.ts';
import { type CallOptions, parseCallOptions } from './provisioner-options.ts';
import { addressOf } from './queue-address.ts';
import { readQueues } from './queue-resource.ts';

/** What the lanes of a stage share, as it is to be. */
export interface PlatformConfig {
  /** `dev`, `sandbox`, `prod`: 1 to 10 of `a-z0-9`. */
  readonly stage: string;
}

/** What the lanes of a stage share, as it was provisioned. */
export interface Platform {
  readonly stage: string;
  readonly resultsQueueUrl: string;
  readonly resultsQueueArn: string;
}

const platformSchema = z.strictObject({ stage: z.optional(z.unknown()) }, 'must be an object');

/**
 * Brings what the lanes of a stage share to where it is to be: the results queue. Safe to run again
 * after anything.
 *
 * @example
 * const { resultsQueueUrl } = await provisionPlatform({ stage: 'prod' });
 *
 * @throws HooklaneError `invalid_platform`, `invalid_stage`, `invalid_options`, `platform_conflict`,
 * `queue_not_visible`
 */
export async function provisionPlatform(
  platform: PlatformConfig,
  options: CallOptions = {},
): Promise<Platform> {
  const given = parseInput(platformSchema, platform, {
    code: 'invalid_platform',
    subject: 'platform',
  });
  const stage = parseStage(given.stage);
  const context = parseCallOptions(options, 'provisionPlatform');
  context.signal?.throwIfAborted();
  const { resultsQueue } = platformNames(stage);
  const found = await readQueues([resultsQueue], context);
  const addresses = await applyPlan(planPlatform(stage, found), found, context);
  const { url, arn } = addressOf(resultsQueue, addresses);
  return { stage, resultsQueueUrl: url, resultsQueueArn: arn };
}

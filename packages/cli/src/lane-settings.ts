import type { PartnerPolicy } from '@hooklane/core';
import type { PartnerDescription } from '@hooklane/provisioner';
import type { Target } from './target.ts';

/** How a lane is set. */
export interface LaneSettings {
  /** `undefined` where only the lane's worker knows. */
  readonly policy?: PartnerPolicy | undefined;
  readonly memoryMb?: number | undefined;
  readonly runtime?: string | undefined;
  readonly maximumConcurrency?: number | undefined;
}

/** Reads how a lane is set: as its function is told it, or from the `hooklane dev` that works it. */
export async function readLaneSettings(
  { partnerId, config }: Pick<PartnerDescription, 'partnerId' | 'config'>,
  target: Target,
): Promise<LaneSettings> {
  if (target.isLocal) return { policy: await (await target.dev()).policy(partnerId) };
  if (config?.compute.kind !== 'lambda') return {};
  const { memoryMb, runtime, maximumConcurrency } = config.compute;
  return { policy: config.policy, memoryMb, runtime, maximumConcurrency };
}

import { HooklaneError, parseLaneEnvironment } from '@hooklane/core';
import { computeSchema, type LambdaCompute } from './lane-compute.ts';
import type { FoundLane, LaneResources } from './lane-resources.ts';
import type { PartnerConfig } from './partner-config.ts';
import type { FunctionSettings } from './resources/lane-function.ts';
import type { LogGroupSettings } from './resources/log-group.ts';
import type { QueueSettings } from './resources/queue-settings.ts';
import { daySeconds } from './resources/queue-settings.ts';

/** What {@link presentPartner} reads. */
export type PresentPartner = PartnerConfig & { readonly compute: LambdaCompute };

/**
 * Reads the configuration of a partner off its lane: its function is told all of it. What somebody set to a value that no
 * partner can have is left out: the default is then what the lane is to have. What a worker is told, only its host knows:
 * `undefined`.
 *
 * @throws HooklaneError `lane_missing`, `invalid_environment`
 */
export function presentPartner(
  lane: LaneResources,
  { found, kind }: FoundLane,
  partnerId: string,
): PresentPartner | undefined {
  if (kind === 'worker') return undefined;
  const queue = found.get(lane.queue)?.settings as QueueSettings | undefined;
  const working = found.get(lane.function)?.settings as FunctionSettings | undefined;
  if (queue?.retentionSeconds === undefined || working === undefined) {
    throw laneMissing(lane.names.queue, partnerId);
  }
  const { policy, egress, processes } = parseLaneEnvironment(working.environment);
  const logs = found.get(lane.logGroup)?.settings as LogGroupSettings | undefined;
  const retentionDays = queue.retentionSeconds / daySeconds;
  return {
    partnerId,
    policy,
    egress,
    ...(isRetention(retentionDays) && { retentionDays }),
    compute: onlyValid({
      memoryMb: working.memoryMb,
      maximumConcurrency: processes,
      runtime: working.runtime,
      logRetentionDays: logs?.retentionDays,
      alarms: found.has(lane.alarms),
    }),
  };
}

function isRetention(days: number): boolean {
  return Number.isInteger(days) && days >= 1 && days <= 13;
}

function onlyValid(fields: Readonly<Record<string, unknown>>): LambdaCompute {
  const kind = 'lambda';
  const isValid = ([name, value]: [string, unknown]): boolean =>
    computeSchema.safeParse({ kind, [name]: value }).success;
  return { kind, ...Object.fromEntries(Object.entries(fields).filter(isValid)) };
}

/** There is no lane, or not all of it. */
export function laneMissing(queueName: string, partnerId: string): HooklaneError<'lane_missing'> {
  return new HooklaneError(
    'lane_missing',
    `Partner ${partnerId} has no complete lane: ${queueName} and what belongs to it. Run provisionPartner with its configuration`,
  );
}

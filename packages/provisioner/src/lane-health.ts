import { GetMetricDataCommand, type MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { laneNames, mapConcurrently } from '@hooklane/core';
import type { CallContext } from './call-context.ts';
import { queueResource } from './resources/queue.ts';
import type { Site } from './site.ts';

/** How a lane did after its code was changed. */
export interface LaneHealth {
  readonly partnerId: string;
  /** Invocations that failed as a whole, as CloudWatch has them. */
  readonly errors: number;
  readonly deadLettersBefore: number;
  readonly deadLetters: number;
}

/** A lane before its code is changed. */
export interface WatchedLane {
  readonly partnerId: string;
  readonly deadLetters: number;
  readonly countDeadLetters: () => Promise<number>;
}

const mostAtOnce = 8;
/** Queries of one GetMetricData. */
const mostQueries = 500;
const minuteMs = 60_000;

/** Counts what is to be compared later. */
export function watchLanes(
  partnerIds: readonly string[],
  site: Site,
  context: CallContext,
): Promise<readonly WatchedLane[]> {
  return mapConcurrently(partnerIds, mostAtOnce, async (partnerId) => {
    const { deadLetterQueue } = laneNames(site.stage, partnerId);
    const queue = queueResource('dead-letter-queue', deadLetterQueue, site, context);
    const countDeadLetters = async () => (await queue.read())?.messages ?? 0;
    return { partnerId, countDeadLetters, deadLetters: await countDeadLetters() };
  });
}

/** Reads how lanes did since a time. */
export async function readHealth(
  lanes: readonly WatchedLane[],
  sinceMs: number,
  { site, context }: { readonly site: Site; readonly context: CallContext },
): Promise<readonly LaneHealth[]> {
  const errors = await readErrors(lanes, sinceMs, site, context);
  return await mapConcurrently(lanes, mostAtOnce, async (lane) => ({
    partnerId: lane.partnerId,
    errors: errors.get(lane.partnerId) ?? 0,
    deadLettersBefore: lane.deadLetters,
    deadLetters: await lane.countDeadLetters(),
  }));
}

async function readErrors(
  lanes: readonly WatchedLane[],
  sinceMs: number,
  site: Site,
  { aws: { metrics }, clock }: CallContext,
): Promise<ReadonlyMap<string, number>> {
  const errors = new Map<string, number>();
  // biome-ignore lint/style/noRestrictedGlobals: what the SDK takes; the clock is not read.
  const at = (ms: number): Date => new Date(ms);
  for (let start = 0; start < lanes.length; start += mostQueries) {
    const some = lanes.slice(start, start + mostQueries);
    const { MetricDataResults = [] } = await metrics.send(
      new GetMetricDataCommand({
        // CloudWatch counts by whole minutes.
        StartTime: at(Math.floor(sinceMs / minuteMs) * minuteMs),
        EndTime: at(clock.now() + minuteMs),
        MetricDataQueries: some.map(({ partnerId }, index) => ({
          Id: `lane${index}`,
          MetricStat: {
            Metric: {
              Namespace: 'AWS/Lambda',
              MetricName: 'Errors',
              Dimensions: [
                { Name: 'FunctionName', Value: laneNames(site.stage, partnerId).function },
              ],
            },
            Period: 60,
            Stat: 'Sum',
          },
        })),
      }),
    );
    for (const [index, { partnerId }] of some.entries()) {
      errors.set(partnerId, sum(MetricDataResults.find(({ Id }) => Id === `lane${index}`)));
    }
  }
  return errors;
}

function sum(result: MetricDataResult | undefined): number {
  return (result?.Values ?? []).reduce((total, value) => total + value, 0);
}

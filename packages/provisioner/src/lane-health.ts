import { GetMetricDataCommand, type GetMetricDataCommandOutput } from '@aws-sdk/client-cloudwatch';
import { laneNames, mapConcurrently } from '@hooklane/core';
import type { CallContext } from './call-context.ts';
import { queueResource } from './resources/queue.ts';
import type { Site } from './site.ts';

/** How a lane did after its code was changed, and for as long before. */
export interface LaneHealth {
  readonly partnerId: string;
  /** Invocations that failed as a whole, as CloudWatch has them. */
  readonly errors: number;
  readonly errorsBefore: number;
  /** Messages that were received from the lane, holds included. */
  readonly received: number;
  /** Messages that the function was done with. */
  readonly deleted: number;
  readonly deletedBefore: number;
  readonly deadLetters: number;
  readonly deadLettersBefore: number;
}

/** A lane before its code is changed. */
export interface WatchedLane {
  readonly partnerId: string;
  readonly deadLetters: number;
  readonly countDeadLetters: () => Promise<number>;
}

/** The time in which lanes worked with new code, and as long before. */
export interface HealthWindow {
  /** Milliseconds since the epoch at which the first lane of the wave was changed: what was before is of the old code. */
  readonly changesFromMs: number;
  /** At which the last one was: what is after is of the new code. */
  readonly changesUntilMs: number;
  readonly watchMs: number;
}

const mostAtOnce = 8;
const minuteMs = 60_000;
/** Queries of one GetMetricData. */
const mostQueries = 500;

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

/** Reads how lanes did. */
export async function readHealth(
  lanes: readonly WatchedLane[],
  window: HealthWindow,
  { site, context }: { readonly site: Site; readonly context: CallContext },
): Promise<readonly LaneHealth[]> {
  const queries = lanes.flatMap(({ partnerId }) => queriesOf(laneNames(site.stage, partnerId)));
  const sums = await readSums(queries, window, context);
  const perLane = sums.length / Math.max(1, lanes.length);
  return await mapConcurrently(lanes, mostAtOnce, async (lane, index) => {
    const [errors, received, deleted] = sums.slice(index * perLane) as [Sums, Sums, Sums];
    return {
      partnerId: lane.partnerId,
      errors: errors.after,
      errorsBefore: errors.before,
      received: received.after,
      deleted: deleted.after,
      deletedBefore: deleted.before,
      deadLettersBefore: lane.deadLetters,
      deadLetters: await lane.countDeadLetters(),
    };
  });
}

interface Query {
  readonly namespace: string;
  readonly metric: string;
  readonly dimension: { readonly Name: string; readonly Value: string };
}

interface Sums {
  before: number;
  after: number;
}

function queriesOf(names: ReturnType<typeof laneNames>): readonly Query[] {
  const ofQueue = { namespace: 'AWS/SQS', dimension: { Name: 'QueueName', Value: names.queue } };
  const dimension = { Name: 'FunctionName', Value: names.function };
  return [
    { namespace: 'AWS/Lambda', metric: 'Errors', dimension },
    { ...ofQueue, metric: 'NumberOfMessagesReceived' },
    { ...ofQueue, metric: 'NumberOfMessagesDeleted' },
  ];
}

/** The sums of metrics before and after a time. CloudWatch counts by whole minutes. */
async function readSums(
  queries: readonly Query[],
  { changesFromMs, changesUntilMs, watchMs }: HealthWindow,
  { aws: { metrics }, clock }: CallContext,
): Promise<readonly Sums[]> {
  const sums = queries.map((): Sums => ({ before: 0, after: 0 }));
  // biome-ignore lint/style/noRestrictedGlobals: what the SDK takes; the clock is not read.
  const at = (ms: number): Date => new Date(Math.floor(ms / minuteMs) * minuteMs);
  const time = { StartTime: at(changesFromMs - watchMs), EndTime: at(clock.now() + minuteMs) };
  // A minute in which both codes worked tells of neither.
  const [beforeEnd, afterStart] = [Number(at(changesFromMs)), Number(at(changesUntilMs))];
  for (let start = 0; start < queries.length; start += mostQueries) {
    const MetricDataQueries = queries
      .slice(start, start + mostQueries)
      .map((query, index) => toMetricQuery(query, start + index));
    let NextToken: string | undefined;
    do {
      const page: GetMetricDataCommandOutput = await metrics.send(
        new GetMetricDataCommand({ ...time, MetricDataQueries, NextToken }),
      );
      for (const { Id = '', Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
        const sum = sums[Number(Id.slice(idPrefix.length))];
        for (const [index, value] of Values.entries()) {
          const minute = Number(Timestamps[index]);
          if (sum && minute < beforeEnd) sum.before += value;
          else if (sum && minute >= afterStart) sum.after += value;
        }
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  }
  return sums;
}

const idPrefix = 'query';

function toMetricQuery({ namespace, metric, dimension }: Query, index: number) {
  return {
    Id: `${idPrefix}${index}`,
    MetricStat: {
      Metric: { Namespace: namespace, MetricName: metric, Dimensions: [dimension] },
      Period: 60,
      Stat: 'Sum',
    },
  };
}

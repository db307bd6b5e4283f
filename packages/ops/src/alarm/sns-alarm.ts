import { type Alarm, type AlarmKind, type Dimension, readPlace } from './alarm.ts';
import { listAt, textAt, textsAt, valueAt } from './json-path.ts';
import { describeMetrics, kindOfMetrics, type WatchedMetric } from './watched-metrics.ts';

/**
 * Reads what an alarm publishes to a topic; `undefined` for any other message.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function readSnsAlarm(message: unknown, topicArn: string | undefined): Alarm | undefined {
  const name = textAt(message, 'AlarmName');
  const state = textAt(message, 'NewStateValue');
  if (name === undefined || state === undefined) return undefined;
  const metrics = readMetrics(valueAt(message, 'Trigger'));
  return {
    kind: kindOf(message, metrics),
    name,
    state,
    previousState: textAt(message, 'OldStateValue'),
    reason: textAt(message, 'NewStateReason'),
    description: textAt(message, 'AlarmDescription'),
    place: readPlace({
      // An alarm and its topic are in one region.
      arn: textAt(message, 'AlarmArn') ?? topicArn,
      accountId: textAt(message, 'AWSAccountId'),
    }),
    time: textAt(message, 'StateChangeTime'),
    tags: textsAt(message, 'AlarmTags'),
    watched: [...describeMetrics(metrics), ...readRuleAndQuery(message)],
    dimensions: [...contributorOf(message), ...metrics.flatMap(({ dimensions }) => dimensions)],
    children: listAt(message, 'TriggeringChildren').flatMap(
      (child) => textAt(child, 'Arn')?.replace(/^.*?:alarm:/, '') ?? [],
    ),
  };
}

function kindOf(message: unknown, metrics: readonly WatchedMetric[]): AlarmKind {
  const isContributor = textAt(message, 'AlarmContributorId') !== undefined;
  if (isContributor || contributorOf(message).length > 0) return 'contributor';
  if (textAt(message, 'AlarmRule') !== undefined) return 'composite';
  return queryOf(message) === undefined ? kindOfMetrics(metrics) : 'log';
}

function contributorOf(message: unknown): readonly Dimension[] {
  const attributes = textsAt(message, 'AlarmContributorAttributes');
  return Object.entries(attributes).map(([name, value]) => ({ name, value }));
}

/** The scheduled query of a log alarm, named as in PutLogAlarm. */
function queryOf(message: unknown): unknown {
  return (
    valueAt(message, 'Trigger', 'ScheduledQueryConfiguration') ??
    valueAt(message, 'ScheduledQueryConfiguration')
  );
}

function readRuleAndQuery(message: unknown): readonly string[] {
  const query = queryOf(message);
  return [
    textAt(message, 'AlarmRule'),
    textAt(query, 'QueryString'),
    textAt(query, 'AggregationExpression'),
  ].filter((text) => text !== undefined);
}

function readMetrics(trigger: unknown): readonly WatchedMetric[] {
  const metrics = listAt(trigger, 'Metrics');
  if (metrics.length === 0) return [readOne(trigger, textAt(trigger, 'Statistic'))];
  return metrics.map((one) => ({
    ...readOne(valueAt(one, 'MetricStat', 'Metric'), textAt(one, 'MetricStat', 'Stat')),
    expression: textAt(one, 'Expression'),
  }));
}

function readOne(metric: unknown, statistic: string | undefined): WatchedMetric {
  return {
    namespace: textAt(metric, 'Namespace'),
    metric: textAt(metric, 'MetricName'),
    statistic: statistic ?? textAt(metric, 'ExtendedStatistic'),
    dimensions: listAt(metric, 'Dimensions').flatMap((dimension) => {
      const name = textAt(dimension, 'name');
      const value = textAt(dimension, 'value');
      return name === undefined || value === undefined ? [] : [{ name, value }];
    }),
    expression: undefined,
  };
}

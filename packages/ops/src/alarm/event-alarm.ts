import { type Alarm, type AlarmKind, type Dimension, readPlace } from './alarm.ts';
import { listAt, readJson, textAt, textsAt, valueAt } from './json-path.ts';
import { describeMetrics, kindOfMetrics, type WatchedMetric } from './watched-metrics.ts';

/**
 * Reads an event of EventBridge, or of an alarm that calls a function; `undefined` for any other.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export function readEventAlarm(event: unknown): Alarm | undefined {
  if (textAt(event, 'source') !== 'aws.cloudwatch') return undefined;
  // An alarm that calls a function has the same under another name.
  const detail = valueAt(event, 'detail') ?? valueAt(event, 'alarmData');
  const name = textAt(detail, 'alarmName');
  const state = textAt(detail, 'state', 'value');
  // Events of changed configurations have a state, too, and are no change of it.
  if (name === undefined || state === undefined || textAt(detail, 'operation') !== undefined) {
    return undefined;
  }
  const [resource] = listAt(event, 'resources');
  const metrics = readMetrics(detail);
  return {
    kind: kindOf(detail, metrics),
    name,
    state,
    previousState: textAt(detail, 'previousState', 'value'),
    reason: textAt(detail, 'state', 'reason'),
    description: textAt(detail, 'configuration', 'description'),
    place: readPlace({
      arn: typeof resource === 'string' ? resource : textAt(event, 'alarmArn'),
      accountId: textAt(event, 'account') ?? textAt(event, 'accountId'),
      region: textAt(event, 'region'),
    }),
    time: textAt(detail, 'state', 'timestamp') ?? textAt(event, 'time'),
    tags: textsAt(detail, 'alarmTags'),
    watched: [...describeMetrics(metrics), ...readRuleAndQuery(detail)],
    dimensions: [...contributorOf(detail), ...metrics.flatMap(({ dimensions }) => dimensions)],
    children: readChildren(detail),
  };
}

function kindOf(detail: unknown, metrics: readonly WatchedMetric[]): AlarmKind {
  if (valueAt(detail, 'alarmContributor') !== undefined) return 'contributor';
  if (textAt(detail, 'configuration', 'alarmRule') !== undefined) return 'composite';
  return queryOf(detail) === undefined ? kindOfMetrics(metrics) : 'log';
}

function contributorOf(detail: unknown): readonly Dimension[] {
  return dimensionsAt(detail, 'alarmContributor', 'attributes');
}

/** The scheduled query of a log alarm, named as in PutLogAlarm. */
function queryOf(detail: unknown): unknown {
  return valueAt(detail, 'configuration', 'scheduledQueryConfiguration');
}

function readRuleAndQuery(detail: unknown): readonly string[] {
  const query = queryOf(detail);
  return [
    textAt(detail, 'configuration', 'alarmRule'),
    textAt(query, 'queryString'),
    textAt(query, 'aggregationExpression'),
  ].filter((text) => text !== undefined);
}

function readMetrics(detail: unknown): readonly WatchedMetric[] {
  return listAt(detail, 'configuration', 'metrics').map((one) => ({
    namespace: textAt(one, 'metricStat', 'metric', 'namespace'),
    metric: textAt(one, 'metricStat', 'metric', 'name'),
    statistic: textAt(one, 'metricStat', 'stat'),
    dimensions: dimensionsAt(one, 'metricStat', 'metric', 'dimensions'),
    expression: textAt(one, 'expression'),
  }));
}

function dimensionsAt(value: unknown, ...path: readonly string[]): readonly Dimension[] {
  return Object.entries(textsAt(value, ...path)).map(([name, text]) => ({ name, value: text }));
}

/** CloudWatch gives them as JSON in a text. */
function readChildren(detail: unknown): readonly string[] {
  const reasonData = readJson(textAt(detail, 'state', 'reasonData') ?? '');
  return listAt(reasonData, 'triggeringAlarms').flatMap(
    (child) => textAt(child, 'arn')?.replace(/^.*?:alarm:/, '') ?? [],
  );
}

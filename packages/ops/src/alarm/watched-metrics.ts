import type { AlarmKind, Dimension } from './alarm.ts';

/** One metric or expression that an alarm watches. */
export interface WatchedMetric {
  readonly namespace: string | undefined;
  readonly metric: string | undefined;
  readonly statistic: string | undefined;
  readonly dimensions: readonly Dimension[];
  readonly expression: string | undefined;
}

/** Says in words what is watched, the expressions first. */
export function describeMetrics(metrics: readonly WatchedMetric[]): readonly string[] {
  const expressions = metrics.flatMap(({ expression }) => expression ?? []);
  const others = metrics.flatMap(({ namespace, metric, statistic, dimensions }) => {
    if (metric === undefined) return [];
    const named = [namespace, metric].filter((part) => part !== undefined).join(' ');
    const ofWhat = dimensions.map(({ name, value }) => `${name}=${value}`);
    return [[named, statistic, ...ofWhat].filter((part) => part !== undefined).join(', ')];
  });
  return [...expressions, ...others];
}

/** What kind of alarm watches these metrics. */
export function kindOfMetrics(metrics: readonly WatchedMetric[]): AlarmKind {
  const expressions = metrics.flatMap(({ expression }) => expression ?? []);
  if (expressions.some((text) => /^\s*SELECT\s/i.test(text))) return 'metrics_insights';
  if (expressions.some((text) => /ANOMALY_DETECTION_BAND\s*\(/i.test(text))) return 'anomaly';
  return expressions.length > 0 ? 'metric_math' : 'metric';
}

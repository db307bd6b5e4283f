import type { Statistic } from '@aws-sdk/client-cloudwatch';
import type { LaneNames } from '@hooklane/core';

/** When an alarm goes off: when the metric is at least `threshold` in each of so many periods. */
export interface AlarmSettings {
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  readonly threshold: number;
  readonly periodSeconds: number;
  readonly periods: number;
  /** ARN of the topic that is told, of the end too. */
  readonly topicArn: string;
}

/** Alarms by name. */
export type AlarmSetSettings = Readonly<Record<string, AlarmSettings>>;

const minuteSeconds = 60;
const lateMs = 15 * minuteSeconds * 1_000;

/** Names of a stage's alarms, on what its handlers count (`createEmfMetrics`). */
export function fleetAlarmNames(stage: string): readonly string[] {
  return Object.keys(fleetAlarms(stage, ''));
}

/**
 * The alarms that watch all lanes of a stage: five in all, whatever the number of lanes. Their metrics come
 * from the handlers, so that they do not see a message that SQS itself moved to a dead-letter queue, nor a
 * function that does not start: for these there are `laneAlarms`.
 */
export function fleetAlarms(stage: string, topicArn: string): AlarmSetSettings {
  const prefix = `hooklane-${stage}`;
  const counted = (metric: string, description: string): AlarmSettings => ({
    description,
    namespace: 'Hooklane',
    metric,
    dimensions: { stage },
    statistic: 'Sum',
    threshold: 1,
    periodSeconds: 5 * minuteSeconds,
    periods: 1,
    topicArn,
  });
  return {
    [`${prefix}-exhausted`]: counted('exhausted', 'A hook was given up: its schedule is used up'),
    [`${prefix}-rejected`]: counted(
      'rejected',
      'A hook may never be sent, such as to a private address',
    ),
    [`${prefix}-poison`]: counted('poison', 'A message in a lane is no hook'),
    [`${prefix}-unsigned`]: counted(
      'unsigned',
      'A hook could not be signed: a secret is missing or unreadable',
    ),
    [`${prefix}-late`]: {
      ...counted('delaysMs', 'Hooks are POSTed 15 minutes late and more'),
      statistic: 'Maximum',
      threshold: lateMs,
      periods: 3,
    },
  };
}

/** Names of a lane's own alarms. */
export function laneAlarmNames(lane: LaneNames): readonly string[] {
  return Object.keys(laneAlarms(lane, ''));
}

/** The alarms of one lane, on what AWS itself counts: $0.30 a month. */
export function laneAlarms(lane: LaneNames, topicArn: string): AlarmSetSettings {
  const watch = (queue: string): Pick<AlarmSettings, 'namespace' | 'dimensions' | 'topicArn'> => ({
    namespace: 'AWS/SQS',
    dimensions: { QueueName: queue },
    topicArn,
  });
  return {
    [`${lane.queue}-age`]: {
      ...watch(lane.queue),
      description: 'The oldest hook that was received less than three times waits for 15 minutes',
      metric: 'ApproximateAgeOfOldestMessage',
      statistic: 'Maximum',
      threshold: lateMs / 1_000,
      periodSeconds: 5 * minuteSeconds,
      periods: 3,
    },
    [`${lane.function}-errors`]: {
      description: 'The function fails as a whole; hooks that fail are no errors of it',
      namespace: 'AWS/Lambda',
      metric: 'Errors',
      dimensions: { FunctionName: lane.function },
      statistic: 'Sum',
      threshold: 1,
      periodSeconds: minuteSeconds,
      periods: 3,
      topicArn,
    },
    [`${lane.queue}-dead-letters`]: {
      ...watch(lane.deadLetterQueue),
      description: 'There are dead letters',
      // What is sent is not counted where SQS itself moves a message; what is visible is.
      metric: 'ApproximateNumberOfMessagesVisible',
      statistic: 'Maximum',
      threshold: 1,
      periodSeconds: minuteSeconds,
      periods: 1,
      topicArn,
    },
  };
}

/** What `PutMetricAlarm` is to be given. */
export interface AlarmRequest {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: { readonly Name: string; readonly Value: string }[];
  readonly Statistic: Statistic;
  readonly ComparisonOperator: 'GreaterThanOrEqualToThreshold';
  readonly Threshold: number;
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly TreatMissingData: 'notBreaching';
  readonly AlarmActions: string[];
  readonly OKActions: string[];
}

/** Writes an alarm as the CloudWatch API has it; its tags aside. */
export function alarmRequest(AlarmName: string, wanted: AlarmSettings): AlarmRequest {
  return {
    AlarmName,
    AlarmDescription: wanted.description,
    Namespace: wanted.namespace,
    MetricName: wanted.metric,
    Dimensions: Object.entries(wanted.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Statistic: wanted.statistic as Statistic,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: wanted.threshold,
    Period: wanted.periodSeconds,
    EvaluationPeriods: wanted.periods,
    // An idle lane counts nothing.
    TreatMissingData: 'notBreaching',
    AlarmActions: [wanted.topicArn],
    OKActions: [wanted.topicArn],
  };
}

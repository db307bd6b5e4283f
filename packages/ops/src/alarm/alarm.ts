/** What an alarm watches. */
export type AlarmKind =
  | 'metric'
  | 'metric_math'
  | 'metrics_insights'
  | 'anomaly'
  | 'composite'
  | 'log'
  /** One of the time series of an alarm that watches several. */
  | 'contributor';

/** A change of the state of an alarm, in whatever form it was told. Nothing in it is checked. */
export interface Alarm {
  readonly kind: AlarmKind;
  readonly name: string;
  /** `OK`, `ALARM` or `INSUFFICIENT_DATA`. */
  readonly state: string;
  readonly previousState: string | undefined;
  readonly reason: string | undefined;
  readonly description: string | undefined;
  readonly place: AlarmPlace;
  /** When the state changed, as CloudWatch writes it. */
  readonly time: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** What it watches: metrics, expressions, a rule or a query. */
  readonly watched: readonly string[];
  /** Dimensions of its metrics, and attributes of its contributor. */
  readonly dimensions: readonly Dimension[];
  /** Names of the alarms that made a composite one change. */
  readonly children: readonly string[];
}

/** A dimension of a metric, or an attribute of a contributor. */
export interface Dimension {
  readonly name: string;
  readonly value: string;
}

/** Where an alarm is. */
export interface AlarmPlace {
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
}

/** What of an alarm's place is known. */
export interface PlaceHints {
  /** Of the alarm, or of the topic that told of it. */
  readonly arn: string | undefined;
  readonly accountId: string | undefined;
  readonly region?: string | undefined;
}

const arnPattern = /^arn:([a-z0-9-]{1,30}):[a-z0-9-]{1,30}:([a-z0-9-]{1,30}):(\d{12}):/;

/**
 * Reads where an alarm is. The ARN comes first: what SNS calls the region is its name for people, such as
 * `EU (Ireland)`.
 */
export function readPlace({ arn, accountId, region }: PlaceHints): AlarmPlace {
  const [, partition, arnRegion, arnAccount] = arnPattern.exec(arn ?? '') ?? [];
  const found = arnRegion ?? region;
  return {
    accountId: accountId ?? arnAccount,
    region: found,
    partition: partition ?? partitionOf(found),
  };
}

function partitionOf(region: string | undefined): string {
  if (region?.startsWith('cn-')) return 'aws-cn';
  return region?.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

import {
  type BatchMetrics,
  type Clock,
  HooklaneError,
  type Metrics,
  showReceived,
  systemClock,
} from '@hooklane/core';

/** What {@link createEmfMetrics} can be told. */
export interface EmfMetricsOptions {
  /** @default Hooklane */
  readonly namespace?: string | undefined;
  /**
   * Dimensions of every metric, such as `{ stage: 'prod' }`: 30 at most. Each different set of values is a
   * metric that CloudWatch charges for.
   * @default none
   */
  readonly dimensions?: Readonly<Record<string, string>> | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
  /** @default standard output, which Lambda hands to CloudWatch Logs as it is */
  readonly write?: ((line: string) => void) | undefined;
}

/** CloudWatch's limits (Embedded metric format specification). */
const mostDimensions = 30;
const mostValues = 100;
const alwaysShown: ReadonlySet<string> = new Set<keyof BatchMetrics>(['delivered', 'failed']);

/**
 * Makes metrics that write each batch as one line of CloudWatch's embedded metric format. The partner is a
 * property of the line, to be searched for, and no dimension: a dimension would be a set of metrics for
 * each partner.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * @throws HooklaneError `invalid_options`
 */
export function createEmfMetrics({
  namespace = 'Hooklane',
  dimensions = {},
  clock = systemClock,
  write = (line) => process.stdout.write(line),
}: EmfMetricsOptions = {}): Metrics {
  checkOptions(namespace, dimensions);
  const names = Object.keys(dimensions);
  return {
    record: ({ partnerId, durationsMs, delaysMs, ...counts }) => {
      const shown = Object.entries(counts).filter(([name, count]) => isShown(name, count));
      const times = Object.entries({ durationsMs, delaysMs })
        .filter(([, values]) => values.length > 0)
        .map(([name, values]) => [name, values.slice(0, mostValues)] as const);
      const metrics = [
        ...shown.map(([name]) => ({ Name: name, Unit: 'Count' })),
        ...times.map(([name]) => ({ Name: name, Unit: 'Milliseconds' })),
      ];
      const line = {
        _aws: {
          Timestamp: clock.now(),
          CloudWatchMetrics: [{ Namespace: namespace, Dimensions: [names], Metrics: metrics }],
        },
        ...dimensions,
        partnerId,
        ...Object.fromEntries([...shown, ...times]),
      };
      write(`${JSON.stringify(line)}\n`);
    },
  };
}

/** An alarm on a share needs two of them, zeros included; of the others only what happened is of interest. */
function isShown(name: string, count: number): boolean {
  return count > 0 || alwaysShown.has(name);
}

function checkOptions(namespace: unknown, dimensions: unknown): void {
  if (typeof namespace !== 'string' || !/^[\w.\-/#:]{1,255}$/.test(namespace)) {
    throw invalid(
      `namespace must be 1 to 255 of A-Za-z0-9_.-/#:. Received: ${showReceived(namespace)}`,
    );
  }
  const entries = Object.entries(dimensions ?? {});
  const isValid = entries.every(
    ([name, value]) =>
      /^[\x21-\x7e]{1,250}$/.test(name) && typeof value === 'string' && value !== '',
  );
  if (!isValid || entries.length > mostDimensions) {
    throw invalid(
      `dimensions must be up to ${mostDimensions} texts by name. Received: ${showReceived(dimensions)}`,
    );
  }
}

function invalid(what: string): HooklaneError<'invalid_options'> {
  return new HooklaneError('invalid_options', `EMF metrics options: ${what}`);
}

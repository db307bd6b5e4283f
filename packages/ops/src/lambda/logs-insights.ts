import {
  type CloudWatchLogsClient,
  GetQueryResultsCommand,
  type ResultField,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Clock } from '@hooklane/core';
import type { ReadLogLines } from '../alarm/log-lines.ts';

/** Who asks CloudWatch Logs, and on whose time. */
export interface LogsInsightsOptions {
  readonly client: Pick<CloudWatchLogsClient, 'send'>;
  readonly clock: Clock;
}

const pauseMs = 500;
const running: ReadonlySet<string | undefined> = new Set(['Scheduled', 'Running']);
/** What Hooklane logs of trouble, what Lambda does, and what is no JSON at all. */
const trouble = '/(?i)"level":\\s*"(warn|error|fatal)"|errorType|task timed out|runtime exited/';

/** Reads log lines by a query of CloudWatch Logs Insights. It costs by the bytes that are scanned. */
export function createLogsInsights({ client, clock }: LogsInsightsOptions): ReadLogLines {
  return async ({ logGroup, fromMs, toMs, mostLines, signal }) => {
    const options = { abortSignal: signal };
    const { queryId } = await client.send(
      new StartQueryCommand({
        logGroupName: logGroup,
        startTime: Math.floor(fromMs / 1_000),
        endTime: Math.ceil(toMs / 1_000),
        queryString: `fields @message | filter @message like ${trouble} | sort @timestamp desc`,
        limit: mostLines,
      }),
      options,
    );
    for (;;) {
      const { status, results = [] } = await client.send(
        new GetQueryResultsCommand({ queryId }),
        options,
      );
      if (status === 'Complete') return results.map(messageOf).toReversed();
      if (!running.has(status)) {
        throw Object.assign(new Error(`The query ended as ${status}`), {
          name: `Query${status ?? 'Unknown'}`,
        });
      }
      await clock.sleep(pauseMs, { signal });
    }
  };
}

function messageOf(fields: readonly ResultField[]): string {
  return fields.find(({ field }) => field === '@message')?.value ?? '';
}

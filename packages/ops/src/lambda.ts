import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { type Clock, type Environment, parseAlarmEnvironment, systemClock } from '@hooklane/core';
import { type AlarmReport, alarmToSlack } from './alarm/alarm-to-slack.ts';
import type { Fetch } from './alarm/post-message.ts';
import { createLogsInsights } from './lambda/logs-insights.ts';
import { createSlackUrlParameter } from './lambda/slack-url-parameter.ts';

export { createLogsInsights, type LogsInsightsOptions } from './lambda/logs-insights.ts';

/** What Lambda calls with an event of SNS or EventBridge. */
export type AlarmHandler = (event: unknown) => Promise<AlarmReport>;

/** What besides the environment the alarms' function works with. */
export interface AlarmHandlerOptions {
  /** @default clients made from the environment of the process */
  readonly clients?:
    | {
        readonly ssm?: Pick<SSMClient, 'send'> | undefined;
        readonly logs?: Pick<CloudWatchLogsClient, 'send'> | undefined;
      }
    | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
  /** @default the fetch of Node */
  readonly fetch?: Fetch | undefined;
}

/**
 * Makes the handler of the alarms' function from the environment variables that `provisionAlarms` sets. It is what the
 * code of `alarmArtifact` runs; for a bundle of your own.
 *
 * @throws HooklaneError `invalid_environment`
 */
export function createAlarmHandler(
  environment: Environment,
  { clients, clock = systemClock, fetch }: AlarmHandlerOptions = {},
): AlarmHandler {
  const { slackUrlParameter, runbookUrl } = parseAlarmEnvironment(environment);
  const slackUrl = createSlackUrlParameter({
    client: clients?.ssm ?? new SSMClient({}),
    parameter: slackUrlParameter,
    clock,
  });
  const readLogLines = createLogsInsights({
    client: clients?.logs ?? new CloudWatchLogsClient({}),
    clock,
  });
  return async (event) => {
    try {
      const { read } = slackUrl;
      return await alarmToSlack(event, { slackUrl: read, readLogLines, runbookUrl, clock, fetch });
    } catch (error) {
      // Lambda tries again after one minute and after two: a URL that was changed in between is to be found then.
      slackUrl.forget();
      throw error;
    }
  };
}

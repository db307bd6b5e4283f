import { HooklaneError } from '@hooklane/signature';
import type { Environment } from './lane-environment.ts';

/** All that the function of the alarms is told, in environment variables. No secret is among it. */
export interface AlarmEnvironment {
  /** Name of the SSM parameter that holds the URL of the Slack webhook. */
  readonly slackUrlParameter: string;
  /** Link to what to do; `{alarm}` in it stands for the alarm's name. */
  readonly runbookUrl?: string | undefined;
}

const variables = {
  slackUrlParameter: 'HOOKLANE_SLACK_URL_PARAMETER',
  runbookUrl: 'HOOKLANE_RUNBOOK_URL',
} as const;

/** Writes what the alarms' function is told as environment variables. */
export function encodeAlarmEnvironment({
  slackUrlParameter,
  runbookUrl,
}: AlarmEnvironment): Readonly<Record<string, string>> {
  return {
    [variables.slackUrlParameter]: slackUrlParameter,
    ...(runbookUrl !== undefined && { [variables.runbookUrl]: runbookUrl }),
  };
}

/**
 * Reads what the alarms' function is told; variables of other names are left alone.
 *
 * @throws HooklaneError `invalid_environment`
 */
export function parseAlarmEnvironment(environment: Environment): AlarmEnvironment {
  const slackUrlParameter = environment[variables.slackUrlParameter];
  const runbookUrl = environment[variables.runbookUrl];
  if (slackUrlParameter === undefined || slackUrlParameter === '') {
    throw new HooklaneError(
      'invalid_environment',
      `environment.${variables.slackUrlParameter} is ${slackUrlParameter === '' ? 'empty' : 'not set'}`,
    );
  }
  return {
    slackUrlParameter,
    ...(runbookUrl !== undefined && runbookUrl !== '' && { runbookUrl }),
  };
}

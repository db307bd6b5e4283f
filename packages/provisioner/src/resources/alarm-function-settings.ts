import { type AlarmNames, encodeAlarmEnvironment, platformNames } from '@hooklane/core';
import type { Site } from '../site.ts';
import type { VersionSettings } from './function-settings.ts';
import type { FunctionSettings } from './lane-function.ts';
import { alarmPolicy, laneTrustPolicy } from './lane-policy.ts';
import type { RoleSettings } from './lane-role.ts';
import type { LogGroupSettings } from './log-group.ts';

/** The function of the alarms as it is to be, its code included: no wave of `updateCode` reaches it. */
export interface AlarmFunctionSettings extends FunctionSettings {
  readonly codeSha256: string | undefined;
}

/** What of the function's settings is the host's to say. */
export interface AlarmFunctionWish {
  readonly runbookUrl: string | undefined;
  readonly codeSha256: string;
}

/** A search of logs and five tries at Slack take a minute at most. */
const timeoutSeconds = 120;
const memoryMb = 256;

/** How long the function's logs are kept. */
export const alarmLogSettings: LogGroupSettings = { retentionDays: 30 };

/** The name of the inline policy of the function's role. */
export const alarmPolicyName = 'alarms';

/** The role of the function that tells Slack of alarms. */
export function alarmRoleSettings(site: Site, names: AlarmNames): RoleSettings {
  const { policyPath, boundaryPolicy } = platformNames(site.stage);
  return {
    trust: laneTrustPolicy,
    boundaryArn: site.iamArnOf(`policy${policyPath}${boundaryPolicy}`),
    policy: alarmPolicy(site, names),
  };
}

/** The function that tells Slack of alarms. */
export function alarmFunctionSettings(
  site: Site,
  names: AlarmNames,
  { runbookUrl, codeSha256 }: AlarmFunctionWish,
): AlarmFunctionSettings {
  const { slackUrlParameter } = names;
  const version: VersionSettings = {
    runtime: 'nodejs24.x',
    memoryMb,
    timeoutSeconds,
    roleArn: site.iamArnOf(`role${names.rolePath}${names.role}`),
    environment: encodeAlarmEnvironment({ slackUrlParameter, runbookUrl }),
    logging: {
      format: 'JSON',
      applicationLevel: 'INFO',
      systemLevel: 'WARN',
      logGroup: names.logGroup,
    },
  };
  return {
    ...version,
    recursiveLoop: 'Terminate',
    isUsable: true,
    lastUpdate: 'Successful',
    codeSha256,
  };
}

/** Tells whether a link to what to do is one: `{alarm}` in it stands for the name of an alarm. */
export function isRunbookUrl(url: string): boolean {
  return /^https?:$/.test(URL.parse(url.replaceAll('{alarm}', 'x'))?.protocol ?? '');
}

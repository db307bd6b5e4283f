import { type AlarmNames, encodeAlarmEnvironment, platformNames } from '@hooklane/core';
import type { CallContext } from './call-context.ts';
import { type Wanted, want } from './resource.ts';
import { type AlarmFunctionSettings, alarmFunction } from './resources/alarm-function.ts';
import type { FunctionCode } from './resources/function-settings.ts';
import { invokePermission } from './resources/invoke-permission.ts';
import { alarmPolicy, laneTrustPolicy } from './resources/lane-policy.ts';
import { laneRole } from './resources/lane-role.ts';
import { logGroup } from './resources/log-group.ts';
import { slackUrlParameter, slackUrlSettings } from './resources/slack-url-parameter.ts';
import { subscription } from './resources/subscription.ts';
import type { Site } from './site.ts';

/** What tells Slack of alarms, as it is to be. */
export interface AlarmsWish {
  readonly slackUrl: string;
  readonly runbookUrl: string | undefined;
  readonly code: FunctionCode;
}

/** A search of logs and five tries at Slack take a minute at most. */
const timeoutSeconds = 120;
const memoryMb = 256;
const logRetentionDays = 30;
const untagged = { isTagged: false };

/**
 * Says how what tells Slack of alarms is to be, in the order in which it is made: what starts the work last. Without
 * `wish`, that it is not to be.
 */
export function wantAlarms(
  site: Site,
  names: AlarmNames,
  wish: AlarmsWish | undefined,
  context: CallContext,
): readonly Wanted[] {
  const platform = platformNames(site.stage);
  const topicArn = site.arnOf('sns', platform.alarmTopic);
  const functionArn = site.arnOf('lambda', `function:${names.function}`);
  const boundaryArn = site.iamArnOf(`policy${platform.policyPath}${platform.boundaryPolicy}`);
  const subscribed = { topicArn, functionArn, functionName: names.function };
  return [
    want(
      slackUrlParameter(names.slackUrlParameter, wish?.slackUrl ?? '', context),
      wish && slackUrlSettings(wish.slackUrl),
    ),
    want(logGroup(names.logGroup, site, context), wish && { retentionDays: logRetentionDays }),
    want(
      laneRole(names.role, names.rolePath, context, 'alarms'),
      wish && { trust: laneTrustPolicy, boundaryArn, policy: alarmPolicy(site, names) },
    ),
    want(
      alarmFunction(names.function, site, wish?.code, context),
      wish && functionSettings(site, names, wish),
    ),
    want(invokePermission(names.function, context), wish && { topicArn }, untagged),
    want(subscription(subscribed, context), wish && {}, untagged),
  ];
}

function functionSettings(
  site: Site,
  names: AlarmNames,
  { runbookUrl, code }: AlarmsWish,
): AlarmFunctionSettings {
  const { slackUrlParameter: parameter } = names;
  return {
    runtime: 'nodejs24.x',
    memoryMb,
    timeoutSeconds,
    roleArn: site.iamArnOf(`role${names.rolePath}${names.role}`),
    environment: encodeAlarmEnvironment({ slackUrlParameter: parameter, runbookUrl }),
    logging: {
      format: 'JSON',
      applicationLevel: 'INFO',
      systemLevel: 'WARN',
      logGroup: names.logGroup,
    },
    recursiveLoop: 'Terminate',
    isUsable: true,
    lastUpdate: 'Successful',
    codeSha256: code.sha256,
  };
}

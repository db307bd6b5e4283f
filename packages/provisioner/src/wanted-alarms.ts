import { type AlarmNames, platformNames } from '@hooklane/core';
import type { CallContext } from './call-context.ts';
import { type Wanted, want } from './resource.ts';
import { alarmFunction } from './resources/alarm-function.ts';
import {
  alarmFunctionSettings,
  alarmLogSettings,
  alarmPolicyName,
  alarmRoleSettings,
} from './resources/alarm-function-settings.ts';
import type { FunctionCode } from './resources/function-settings.ts';
import { invokePermission } from './resources/invoke-permission.ts';
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
  const subscribed = { topicArn, functionArn, functionName: names.function };
  return [
    want(
      slackUrlParameter(names.slackUrlParameter, wish?.slackUrl ?? '', context),
      wish && slackUrlSettings(wish.slackUrl),
    ),
    want(logGroup(names.logGroup, site, context), wish && alarmLogSettings),
    want(
      laneRole(names.role, names.rolePath, context, alarmPolicyName),
      wish && alarmRoleSettings(site, names),
    ),
    want(
      alarmFunction(names.function, site, wish?.code, context),
      wish &&
        alarmFunctionSettings(site, names, {
          runbookUrl: wish.runbookUrl,
          codeSha256: wish.code.sha256,
        }),
    ),
    want(invokePermission(names.function, context), wish && { topicArn }, untagged),
    want(subscription(subscribed, context), wish && {}, untagged),
  ];
}

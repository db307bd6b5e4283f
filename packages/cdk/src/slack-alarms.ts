import { type AlarmNames, alarmNames } from '@hooklane/core';
import { alarmArtifactUrl } from '@hooklane/ops/artifact';
import {
  alarmFunctionSettings,
  alarmLogSettings,
  alarmPolicyName,
  alarmRoleSettings,
  isRunbookUrl,
  type Site,
} from '@hooklane/provisioner/definitions';
import { Duration, RemovalPolicy, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { invalidProps, refuseUnknownProps } from './check-props.ts';
import { readFunctionZip } from './function-zip.ts';
import type { HooklanePlatform } from './hooklane-platform.ts';
import { siteOf, tagAsOwned } from './stage-place.ts';

/** What {@link SlackAlarms} are made of. */
export interface SlackAlarmsProps {
  /** Whose alarms they are. */
  readonly platform: HooklanePlatform;
  /** Link to what to do; `{alarm}` in it stands for the alarm's name. @default no link */
  readonly runbookUrl?: string | undefined;
}

const propNames = ['platform', 'runbookUrl'] as const;

/**
 * Tells Slack of the alarms of a stage: the function, its role, its logs and its place at the topic, as `provisionAlarms` makes
 * them. The URL of the Slack webhook is a secret and so in no template: put it into the parameter
 * {@link SlackAlarms.slackUrlParameter}, a SecureString, before the first alarm.
 *
 * @example
 * new SlackAlarms(stack, 'SlackAlarms', { platform });
 *
 * @throws HooklaneError `invalid_options`, `artifact_missing`
 */
export class SlackAlarms extends Construct {
  /** What tells Slack. */
  readonly function: lambda.Function;
  /** Name of the SSM parameter with the URL, such as `/hooklane/prod/alarms/slack-url`. */
  readonly slackUrlParameter: string;

  constructor(scope: Construct, id: string, props: SlackAlarmsProps) {
    super(scope, id);
    refuseUnknownProps('SlackAlarms', props, propNames);
    const { platform, runbookUrl } = props;
    if (runbookUrl !== undefined && !Token.isUnresolved(runbookUrl) && !isRunbookUrl(runbookUrl)) {
      throw invalidProps(
        'SlackAlarms',
        `runbookUrl must be an absolute URL of https or http. Received: ${JSON.stringify(runbookUrl)}`,
      );
    }
    const { stage } = platform;
    const site = siteOf(this, stage);
    const names = alarmNames(stage);
    this.slackUrlParameter = names.slackUrlParameter;
    const logGroup = addLogGroup(this, stage, names);
    const role = addRole(this, site, names, platform);
    this.function = addFunction(this, site, names, { runbookUrl, logGroup, role });
    platform.alarmTopic.addSubscription(new LambdaSubscription(this.function));
  }
}

function addLogGroup(scope: Construct, stage: string, names: AlarmNames): logs.LogGroup {
  const logGroup = new logs.LogGroup(scope, 'Logs', {
    logGroupName: names.logGroup,
    retention: Number(alarmLogSettings.retentionDays),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  tagAsOwned(logGroup, stage, alarmLogSettings);
  return logGroup;
}

/** As a resource of the lowest level: what it says must reach IAM as it is, or the provisioner would change it back. */
function addRole(
  scope: Construct,
  site: Site,
  names: AlarmNames,
  { boundary }: HooklanePlatform,
): iam.IRole {
  const settings = alarmRoleSettings(site, names);
  const role = new iam.CfnRole(scope, 'Role', {
    roleName: names.role,
    path: names.rolePath,
    assumeRolePolicyDocument: settings.trust,
    permissionsBoundary: boundary.managedPolicyArn,
    policies: [{ policyName: alarmPolicyName, policyDocument: settings.policy }],
  });
  tagAsOwned(role, site.stage, settings);
  return iam.Role.fromRoleArn(scope, 'FunctionRole', role.attrArn, { mutable: false });
}

interface FunctionParts {
  readonly runbookUrl: string | undefined;
  readonly logGroup: logs.ILogGroup;
  readonly role: iam.IRole;
}

function addFunction(
  scope: Construct,
  site: Site,
  names: AlarmNames,
  { runbookUrl, logGroup, role }: FunctionParts,
): lambda.Function {
  const { code, sha256 } = readFunctionZip(alarmArtifactUrl, '@hooklane/ops');
  const settings = alarmFunctionSettings(site, names, { runbookUrl, codeSha256: sha256 });
  const { runtime, memoryMb, timeoutSeconds, environment, logging } = settings;
  const alarms = new lambda.Function(scope, 'Function', {
    functionName: names.function,
    runtime: new lambda.Runtime(runtime, lambda.RuntimeFamily.NODEJS),
    architecture: lambda.Architecture.ARM_64,
    handler: 'index.handler',
    code,
    role,
    memorySize: memoryMb,
    timeout: Duration.seconds(timeoutSeconds),
    environment: { ...environment },
    logGroup,
    loggingFormat: lambda.LoggingFormat.JSON,
    applicationLogLevelV2: logging.applicationLevel as lambda.ApplicationLogLevel,
    systemLogLevelV2: logging.systemLevel as lambda.SystemLogLevel,
  });
  tagAsOwned(alarms, site.stage, settings);
  return alarms;
}

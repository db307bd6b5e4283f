import {
  alarmNames,
  HooklaneError,
  parseInput,
  parseSlackUrl,
  parseStage,
  platformNames,
} from '@hooklane/core';
import * as z from 'zod/mini';
import type { CallContext } from './call-context.ts';
import { converge } from './converge.ts';
import { codeShape } from './provision-partner.ts';
import { type CallOptions, parseCallOptions } from './provisioner-options.ts';
import { isRunbookUrl } from './resources/alarm-function-settings.ts';
import { alarmTopic } from './resources/alarm-topic.ts';
import type { FunctionCode } from './resources/function-settings.ts';
import { findSite, type Site } from './site.ts';
import { wantAlarms } from './wanted-alarms.ts';

/** What tells Slack of the alarms of a stage, as it is to be. */
export interface AlarmsConfig {
  /** `dev`, `sandbox`, `prod`: 1 to 10 of `a-z0-9`. */
  readonly stage: string;
  /** URL of an incoming webhook of Slack. It is kept in a SecureString, and nowhere else. */
  readonly slackUrl: string;
  /** Link to what to do; `{alarm}` in it stands for the alarm's name. @default no link */
  readonly runbookUrl?: string | undefined;
}

/** How {@link provisionAlarms} works. */
export interface ProvisionAlarmsOptions extends CallOptions {
  /** What the function runs: `await alarmArtifact()` of `@hooklane/ops/artifact`. */
  readonly code: FunctionCode;
}

/** What tells Slack of the alarms of a stage, as it was provisioned. */
export interface Alarms {
  readonly stage: string;
  readonly topicArn: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly roleName: string;
  readonly logGroup: string;
  /** SSM parameter with the URL of the Slack webhook. */
  readonly slackUrlParameter: string;
}

const schema = z.strictObject(
  {
    stage: z.optional(z.unknown()),
    slackUrl: z.optional(z.unknown()),
    runbookUrl: z.optional(
      z
        .string('must be a URL')
        .check(z.refine(isRunbookUrl, { error: 'must be an absolute URL of https or http' })),
    ),
  },
  'must be an object',
);

const optionsSchema = z.looseObject(codeShape, 'must be an object');

/**
 * Brings what tells Slack of the alarms of a stage to where it is to be: the function, its role, log group and secret, and
 * the subscription to the topic of `provisionPlatform`. Safe to run again after anything; new code and a new Slack URL go
 * out by running it again.
 *
 * @example
 * await provisionAlarms({ stage: 'prod', slackUrl }, { code: await alarmArtifact() });
 *
 * @throws HooklaneError `invalid_options`, `invalid_stage`, `invalid_slack_url`, `platform_missing`, `platform_conflict`,
 * `function_failed`, `changed_meanwhile`, `not_settled`
 */
export async function provisionAlarms(
  alarms: AlarmsConfig,
  options: ProvisionAlarmsOptions,
): Promise<Alarms> {
  const given = parseInput(schema, alarms, { code: 'invalid_options', subject: 'alarms' });
  const stage = parseStage(given.stage);
  const slackUrl = parseSlackUrl(given.slackUrl);
  const { code, context } = parseOptions(options);
  context.signal?.throwIfAborted();
  const site = await findSite(stage, context.aws);
  await checkTopic(site, context);
  const names = alarmNames(stage);
  const wish = { slackUrl, runbookUrl: given.runbookUrl, code };
  await converge({ stage }, wantAlarms(site, names, wish, context), context);
  return {
    stage,
    topicArn: site.arnOf('sns', platformNames(stage).alarmTopic),
    functionName: names.function,
    functionArn: site.arnOf('lambda', `function:${names.function}`),
    roleName: names.role,
    logGroup: names.logGroup,
    slackUrlParameter: names.slackUrlParameter,
  };
}

/**
 * Removes all that {@link provisionAlarms} made, its logs included; what is gone already is fine. The topic and the alarms
 * stay.
 *
 * @throws HooklaneError `invalid_options`, `invalid_stage`, `platform_missing`, `platform_conflict`
 */
export async function removeAlarms(stage: string, options: CallOptions = {}): Promise<void> {
  parseStage(stage);
  const context = parseCallOptions(options, 'removeAlarms');
  context.signal?.throwIfAborted();
  const site = await findSite(stage, context.aws);
  await converge({ stage }, wantAlarms(site, alarmNames(stage), undefined, context), context);
}

function parseOptions(options: unknown): {
  readonly code: FunctionCode;
  readonly context: CallContext;
} {
  const subject = 'provisionAlarms options';
  const { code, ...call } = parseInput(optionsSchema, options, {
    code: 'invalid_options',
    subject,
  });
  const context = parseCallOptions(call, 'provisionAlarms');
  if (code !== undefined) return { code, context };
  throw new HooklaneError(
    'invalid_options',
    `${subject}.code is missing: the function is made with it. Pass code: await alarmArtifact() of '@hooklane/ops/artifact'`,
  );
}

async function checkTopic(site: Site, context: CallContext): Promise<void> {
  const { stage } = site;
  const name = platformNames(stage).alarmTopic;
  if ((await alarmTopic(name, site, context).read()) !== undefined) return;
  throw new HooklaneError(
    'platform_missing',
    `Stage ${stage} has no topic for alarms: ${name} is not there. Run provisionPlatform({ stage: '${stage}' }) first, with compute: { kind: 'lambda' }`,
  );
}

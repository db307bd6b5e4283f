import { alarmNames, isHooklaneError } from '@hooklane/core';
import { describe, expect, it } from 'vitest';
import { provisionAlarms, removeAlarms } from '../src/index.ts';
import { alarmPolicy, boundaryPolicyOf } from '../src/resources/lane-policy.ts';
import { siteBeside } from '../src/site.ts';

const slackUrl = 'https://hooks.slack.test/services/a-secret';
const code = { zip: new Uint8Array(), sha256: '', handler: 'index.handler' };
const clients = { sqs: { send: () => Promise.reject(new Error('Nothing is to be sent')) } };

// What callers without types may hand in.
const provision = provisionAlarms as (alarms?: unknown, options?: unknown) => Promise<unknown>;
const remove = removeAlarms as (stage?: unknown, options?: unknown) => Promise<unknown>;

async function expectRefusal(work: Promise<unknown>, code: string, shown: string): Promise<void> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(isHooklaneError(error, code), String(error)).toBe(true);
  expect(String(error)).toContain(shown);
  expect(String(error)).not.toContain('a-secret');
}

describe('provisionAlarms', () => {
  it.each([
    [undefined, 'invalid_options', 'alarms must be an object. Received: undefined'],
    [{ slackUrl }, 'invalid_stage', 'Received: undefined'],
    [{ stage: 'Prod', slackUrl }, 'invalid_stage', 'Received: "Prod"'],
    [{ stage: 'test' }, 'invalid_slack_url', 'it is not shown'],
    [{ stage: 'test', slackUrl: slackUrl.slice(8) }, 'invalid_slack_url', 'it is not shown'],
    [{ stage: 'test', slackUrl: slackUrl.replace('https', 'http') }, 'invalid_slack_url', 'https'],
    [{ stage: 'test', slackUrl, runbookUrl: 'wiki' }, 'invalid_options', 'Received: "wiki"'],
    [{ stage: 'test', slackUrl, runbookUrl: 1 }, 'invalid_options', 'Received: 1'],
    [{ stage: 'test', slackUrl, channel: '#ops' }, 'invalid_options', 'option: "channel"'],
  ])('refuses the alarms %j', async (bad, errorCode, shown) => {
    await expectRefusal(provision(bad, { code, clients }), errorCode, shown);
  });

  it.each([
    [undefined, 'provisionAlarms options must be an object. Received: undefined'],
    [{ clients }, 'provisionAlarms options.code is missing'],
    [{ clients, code: 'zip' }, 'options.code must be what handlerArtifact() gives'],
    [{ clients, code, stage: 'test' }, 'option: "stage"'],
    [{ clients, code, clock: Date }, 'options.clock must be a clock'],
  ])('refuses the options %j', async (bad, shown) => {
    await expectRefusal(provision({ stage: 'test', slackUrl }, bad), 'invalid_options', shown);
  });
});

describe('removeAlarms', () => {
  it('refuses a bad stage and bad options', async () => {
    await expectRefusal(remove('Prod', { clients }), 'invalid_stage', 'Received: "Prod"');
    await expectRefusal(remove('test', { clients, code }), 'invalid_options', 'option: "code"');
  });
});

describe('what the function of the alarms may do', () => {
  const site = siteBeside('test', 'hooklane-test-results', {
    url: 'https://sqs.eu-west-1.amazonaws.com/123456789012/hooklane-test-results',
    arn: 'arn:aws:sqs:eu-west-1:123456789012:hooklane-test-results',
  });
  const { Statement } = alarmPolicy(site, alarmNames('test'));

  it('is to read its URL, to search the logs of its stage, and to write its own', () => {
    expect(Statement.flatMap(({ Action }) => Action)).toEqual([
      'ssm:GetParameter',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'logs:StartQuery',
      'logs:GetQueryResults',
    ]);
    const scoped = Statement.filter(({ Sid }) => Sid !== 'Hear');
    for (const { Resource } of scoped) {
      expect(Resource.every((arn) => arn.includes('/hooklane/test/'))).toBe(true);
    }
    const own = Statement.filter(({ Sid }) => Sid === 'Sign' || Sid === 'Log');
    for (const { Resource } of own) {
      expect(Resource.every((arn) => arn.includes('/hooklane/test/alarms'))).toBe(true);
    }
  });

  it('is within the boundary of its stage', () => {
    const boundary = boundaryPolicyOf(site, 'test').Statement;
    const isWithin = (action: string, arn: string): boolean =>
      boundary.some(
        ({ Action, Resource }) =>
          Action.includes(action) &&
          Resource.some((limit) => arn === limit || arn.startsWith(limit.replace(/\*$/, ''))),
      );
    const asked = Statement.flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((arn) => [action, arn] as const)),
    );
    expect(asked).toHaveLength(5);
    for (const [action, arn] of asked) expect(isWithin(action, arn), action).toBe(true);
  });
});

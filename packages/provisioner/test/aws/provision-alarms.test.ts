import { GetFunctionCommand, GetPolicyCommand } from '@aws-sdk/client-lambda';
import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startMoto } from '../../../../test/setup/moto.ts';
import {
  type ProgressEvent,
  type ProvisionPartnerOptions,
  provisionAlarms,
  provisionPartner,
  provisionPlatform,
  removeAlarms,
} from '../../src/index.ts';
import { crashAnywhere, troubleAnywhere } from './crash-anywhere.ts';
import { createInstantClock } from './instant-clock.ts';
import { snapshotAccount } from './snapshot-account.ts';
import { codeOf, openAccount, type StrictAccount } from './strict-account.ts';

const moto = await startMoto();
afterAll(() => moto?.stop());

const endpoint = moto?.endpoint ?? '';
const slackUrl = 'https://hooks.slack.test/services/T000/B000/first-secret';
const reading = /^(Get|List|Describe)/;

type Coded = ProvisionPartnerOptions & Pick<StrictAccount['options'], 'code'>;

const provision = ({ stage, ...options }: Coded, more: object = {}) =>
  provisionAlarms({ stage, slackUrl, ...more }, options);
const remove = ({ stage, code: _, ...call }: Coded) => removeAlarms(stage, call);

describe.skipIf(moto === undefined)('the alarms of a stage on moto; without moto skipped', () => {
  let account: StrictAccount;

  beforeEach(async () => {
    account = await openAccount(endpoint);
  });

  afterEach(() => account[Symbol.asyncDispose]());

  it('subscribes a function to the topic, which alone may call it', async () => {
    const { clients, options } = account;
    const alarms = await provision(options, { runbookUrl: 'https://wiki.example/{alarm}' });
    expect(alarms).toEqual({
      stage: 'test',
      topicArn: 'arn:aws:sns:eu-west-1:123456789012:hooklane-test-alarms',
      functionName: 'hooklane-test-alarms',
      functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:hooklane-test-alarms',
      roleName: 'hooklane-test-alarms',
      logGroup: '/hooklane/test/alarms',
      slackUrlParameter: '/hooklane/test/alarms/slack-url',
    });
    const { Subscriptions } = await clients.sns.send(
      new ListSubscriptionsByTopicCommand({ TopicArn: alarms.topicArn }),
    );
    expect(Subscriptions).toMatchObject([{ Protocol: 'lambda', Endpoint: alarms.functionArn }]);
    const { Policy } = await clients.lambda.send(
      new GetPolicyCommand({ FunctionName: alarms.functionName }),
    );
    expect(JSON.parse(Policy ?? '').Statement).toMatchObject([
      {
        Action: 'lambda:InvokeFunction',
        Principal: { Service: 'sns.amazonaws.com' },
        Condition: { ArnLike: { 'AWS:SourceArn': alarms.topicArn } },
      },
    ]);
    expect(await environmentOf(account)).toEqual({
      HOOKLANE_SLACK_URL_PARAMETER: '/hooklane/test/alarms/slack-url',
      HOOKLANE_RUNBOOK_URL: 'https://wiki.example/{alarm}',
    });
  });

  it('keeps the Slack URL in a SecureString and tells it to nobody', async () => {
    const { clients, options, strict } = account;
    const events: ProgressEvent[] = [];
    const onProgress = (event: ProgressEvent): void => {
      events.push(event);
    };
    await provision({ ...options, onProgress });
    await provision({ ...options, onProgress }, { slackUrl: `${slackUrl}-2` });
    const { Parameter } = await readUrl(account);
    expect(Parameter).toMatchObject({ Type: 'SecureString', Value: `${slackUrl}-2` });
    const told = strict.calls.filter(({ operation }) => operation !== 'PutParameter');
    expect(JSON.stringify([told, events, await snapshotAccount(clients)])).not.toContain(
      'T000/B000',
    );
    expect(events).toContainEqual({
      kind: 'updated',
      resource: 'secret-parameter',
      name: '/hooklane/test/alarms/slack-url',
      changed: ['fingerprint', 'hooklane:spec'],
    });
  });

  it('makes no call that changes anything the second time', async () => {
    const { options, strict } = account;
    const first = await provision(options);
    const before = strict.calls.length;
    expect(await provision(options)).toEqual(first);
    const again = strict.calls.slice(before);
    expect(again.length).toBeGreaterThan(10);
    expect(again.filter(({ operation }) => !reading.test(operation))).toEqual([]);
  });

  it('mends what drifted, and takes new code out', async () => {
    const { clients, options } = account;
    await provision(options);
    const before = await snapshotAccount(clients);
    await clients.ssm.send(
      new PutParameterCommand({
        Name: '/hooklane/test/alarms/slack-url',
        Value: 'https://elsewhere.example/',
        Type: 'SecureString',
        Overwrite: true,
      }),
    );
    await provision(options);
    expect((await readUrl(account)).Parameter?.Value).toBe(slackUrl);
    expect(withoutParameters(await snapshotAccount(clients))).toEqual(withoutParameters(before));
    const code = codeOf('exports.handler = async () => 2;');
    await provision({ ...options, code });
    const { Configuration } = await clients.lambda.send(
      new GetFunctionCommand({ FunctionName: 'hooklane-test-alarms' }),
    );
    expect(Configuration?.CodeSha256).toBe(code.sha256);
  });

  it('sends nothing, in the whole life of the alarms, that AWS would refuse', async () => {
    const { options, strict } = account;
    await provision(options);
    const runbookUrl = 'https://wiki.example/{alarm}';
    await provision(
      { ...options, code: codeOf('exports.handler = async () => 2;') },
      { runbookUrl },
    );
    expect(await environmentOf(account)).toMatchObject({ HOOKLANE_RUNBOOK_URL: runbookUrl });
    await remove(options);
    const refused = strict.calls.filter(({ refusal }) => refusal !== undefined);
    expect(strict.calls.length).toBeGreaterThan(40);
    expect(refused).toEqual([]);
  });

  it('removes all of it, and nothing else', async () => {
    const { clients, options } = account;
    await provisionPartner({ partnerId: 'acme', compute: { kind: 'lambda' } }, options);
    const before = await snapshotAccount(clients);
    await provision(options);
    await remove(options);
    expect(await snapshotAccount(clients)).toEqual(before);
    await remove(options);
    expect(await snapshotAccount(clients)).toEqual(before);
  });

  it('leaves alone what is not its own', async () => {
    const { clients, options } = account;
    await clients.ssm.send(
      new PutParameterCommand({
        Name: '/hooklane/test/alarms/slack-url',
        Value: 'of somebody else',
        Type: 'SecureString',
      }),
    );
    await expect(provision(options)).rejects.toMatchObject({ code: 'platform_conflict' });
    await expect(remove(options)).rejects.toMatchObject({ code: 'platform_conflict' });
    expect((await readUrl(account)).Parameter?.Value).toBe('of somebody else');
  });

  it('asks for a platform with a topic', async () => {
    const { options } = account;
    const { code: _, stage: __, ...call } = options;
    await provisionPlatform({ stage: 'other', compute: { kind: 'worker' } }, call);
    await expect(provision({ ...options, stage: 'other' })).rejects.toMatchObject({
      code: 'platform_missing',
      message: expect.stringContaining('hooklane-other-alarms'),
    });
  });

  it('waits while Lambda and IAM take their time', async () => {
    await account[Symbol.asyncDispose]();
    account = await openAccount(endpoint, {
      clock: createInstantClock(),
      propagation: { roleMs: 20_000, functionMs: 9_000 },
    });
    await provision(account.options);
    await provision({ ...account.options, code: codeOf('exports.handler = async () => 2;') });
    expect(await environmentOf(account)).toHaveProperty('HOOKLANE_SLACK_URL_PARAMETER');
  });
});

describe.skipIf(moto === undefined)('a crash while alarms are provisioned or removed', () => {
  it('ends right when run again after a crash at any call of provisionAlarms', async () => {
    expect(
      await crashAnywhere(endpoint, { run: (options) => provision(options as Coded) }),
    ).toBeGreaterThan(25);
  }, 120_000);

  it('ends right although the answer to any call is lost, or any is throttled', async () => {
    const troubles = await troubleAnywhere(endpoint, {
      run: (options) => provision(options as Coded),
    });
    expect(troubles).toBeGreaterThan(14);
  }, 120_000);

  it('ends right when run again after a crash at any call of removeAlarms', async () => {
    const work = {
      prepare: (options: ProvisionPartnerOptions) => provision(options as Coded),
      run: (options: ProvisionPartnerOptions) => remove(options as Coded),
    };
    expect(await crashAnywhere(endpoint, work)).toBeGreaterThan(20);
  }, 120_000);
});

function readUrl({ clients }: StrictAccount) {
  return clients.ssm.send(
    new GetParameterCommand({ Name: '/hooklane/test/alarms/slack-url', WithDecryption: true }),
  );
}

async function environmentOf({ clients }: StrictAccount): Promise<unknown> {
  const { Configuration } = await clients.lambda.send(
    new GetFunctionCommand({ FunctionName: 'hooklane-test-alarms' }),
  );
  return Configuration?.Environment?.Variables;
}

/** Each value of a parameter stays in its history. */
function withoutParameters(snapshot: unknown): object {
  const { parameters: _, ...rest } = snapshot as { readonly parameters: unknown };
  return rest;
}

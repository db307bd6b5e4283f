import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isHooklaneError } from '@hooklane/core';
import { alarmArtifact } from '@hooklane/ops/artifact';
import { provisionAlarms } from '@hooklane/provisioner';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { unzip } from '../../../test/setup/lambda-runtime.ts';
import { HooklanePlatform, ProvisionerFunction, SlackAlarms } from '../src/index.ts';
import { deploy } from './deployed-account.ts';

const place = { region: 'eu-west-1', accountId: '123456789012' };
const slackUrl = 'https://hooks.slack.test/services/a-secret';
const runbookUrl = 'https://wiki.test/{alarm}';

function createPlatform(): { readonly stack: Stack; readonly platform: HooklanePlatform } {
  const stack = new Stack(new App(), 'Stack', {
    env: { region: place.region, account: place.accountId },
  });
  return { stack, platform: new HooklanePlatform(stack, 'Hooklane', { stage: 'test' }) };
}

beforeAll(async () => {
  // Two seconds for a look at the template that `cdk synth` of examples/lambda-cdk has in its test.
  vi.stubEnv('CDK_VALIDATION', 'false');
  const script = fileURLToPath(new URL('../build/build-functions.ts', import.meta.url));
  await promisify(execFile)(process.execPath, ['--conditions=@hooklane/source', script]);
}, 60_000);

afterAll(() => {
  vi.unstubAllEnvs();
});

describe('SlackAlarms', () => {
  it('leave provisionAlarms nothing to do but to name the right of SNS as it does', async () => {
    const { stack, platform } = createPlatform();
    const alarms = new SlackAlarms(stack, 'SlackAlarms', { platform, runbookUrl });
    const code = await alarmArtifact();
    const { clients, writes } = deploy(stack, { ...place, slackUrl, codeSha256: code.sha256 });
    const events: string[] = [];
    const made = await provisionAlarms(
      { stage: 'test', slackUrl, runbookUrl },
      {
        code,
        clients,
        quotas: false,
        onProgress: ({ kind, resource }) => events.push(`${kind} ${resource}`),
      },
    );
    expect(made.slackUrlParameter).toBe(alarms.slackUrlParameter);
    // The first is the hash that whoever put the parameter did not know.
    expect(events).toEqual([
      'updated secret-parameter',
      'unchanged log-group',
      'unchanged role',
      'unchanged function',
      'created invoke-permission',
      'unchanged subscription',
    ]);
    expect(writes.map(({ action }) => action)).toEqual(['AddTagsToResource', 'AddPermission']);
  });

  it('let the topic of their stage, and nobody else, call the function', () => {
    const { stack, platform } = createPlatform();
    new SlackAlarms(stack, 'SlackAlarms', { platform });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Lambda::Permission', 1);
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'sns.amazonaws.com',
      SourceArn: stack.resolve(platform.alarmTopic.topicArn),
    });
  });

  it('bring no policy of CDK to their role', () => {
    const { stack, platform } = createPlatform();
    new SlackAlarms(stack, 'SlackAlarms', { platform });
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  it('refuse a link that is none, and props that nobody reads', () => {
    const { stack, platform } = createPlatform();
    expect(() => new SlackAlarms(stack, 'One', { platform, runbookUrl: 'wiki' })).toThrow(
      'Received: "wiki"',
    );
    expect(() => new SlackAlarms(stack, 'Two', { platform, slackUrl } as never)).toThrow(
      'unknown prop "slackUrl"',
    );
  });
});

describe('ProvisionerFunction', () => {
  it('runs the code of the package under a role that may provision its stage', () => {
    const { stack, platform } = createPlatform();
    const provisioner = new ProvisionerFunction(stack, 'Provisioner', { platform });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: 900,
      Environment: { Variables: { HOOKLANE_STAGE: 'test' } },
      // It has a name of CloudFormation's: the policy reaches functions and roles with one of Hooklane's.
      FunctionName: Match.absent(),
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: Match.absent(),
      ManagedPolicyArns: [{ Ref: Match.stringLikeRegexp('Provisioning') }],
    });
    const attached = (provisioner.role.node.defaultChild as iam.CfnRole).managedPolicyArns;
    expect(attached).toHaveLength(1);
  });

  it('has code that starts by itself, with the code of lanes beside it', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'hooklane-provisioner-'));
    try {
      const zip = await readFile(new URL('../dist/function/provisioner.zip', import.meta.url));
      for (const { path, content } of unzip(zip)) await writeFile(join(directory, path), content);
      const call =
        "require('./index.js').handler({ action: 'guess' }).catch(({ name }) => console.log(name))";
      const environment = { LAMBDA_TASK_ROOT: directory, HOOKLANE_STAGE: 'test' };
      const options = { cwd: directory, env: environment };
      const { stdout } = await promisify(execFile)(process.execPath, ['-e', call], options);
      expect(stdout).toBe('invalid_options\n');
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });

  it('runs code of the host with its variables, and lets be called who is let', () => {
    const { stack, platform } = createPlatform();
    const provisioner = new ProvisionerFunction(stack, 'Provisioner', {
      platform,
      code: lambda.Code.fromInline('exports.handler = async () => {}'),
      environment: { MODE: 'quick' },
    });
    const caller = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
    provisioner.grantInvoke(caller);
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Code: { ZipFile: Match.anyValue() },
      Environment: { Variables: { HOOKLANE_STAGE: 'test', MODE: 'quick' } },
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      Roles: [stack.resolve(caller.roleName)],
      PolicyDocument: { Statement: [Match.objectLike({ Action: 'lambda:InvokeFunction' })] },
    });
  });

  it('refuses props that nobody reads', () => {
    const { stack, platform } = createPlatform();
    const make = () => new ProvisionerFunction(stack, 'P', { platform, timeout: 3 } as never);
    try {
      make();
      expect.unreachable();
    } catch (error) {
      expect(isHooklaneError(error, 'invalid_options')).toBe(true);
    }
  });
});

it('refuses a provisioner that could change its own code, because its stack is named as a lane', () => {
  const app = new App();
  const platform = new HooklanePlatform(new Stack(app, 'Platform'), 'Hooklane', { stage: 'test' });
  const stack = new Stack(app, 'hooklane-test-provisioner');
  expect(() => new ProvisionerFunction(stack, 'Provisioner', { platform })).toThrow(
    'the stack must not be called hooklane-test-provisioner',
  );
});

import {
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateEventSourceMappingCommand, CreateFunctionCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startMoto } from '../../../../test/setup/moto.ts';
import {
  type ProvisionerPolicy,
  provisionerPolicy,
  provisionPartner,
  provisionPlatform,
} from '../../src/index.ts';
import { laneTrustPolicy } from '../../src/resources/lane-policy.ts';
import type { KnownAccount, Right } from './asked-rights.ts';
import { allows } from './policy-judge.ts';
import { clientsWith, enforce, judgeBy, learnMappings } from './provisioner-user.ts';
import { type Clients, codeOf, openAccount, type StrictAccount } from './strict-account.ts';
import { liveWholeLife } from './whole-life.ts';

const moto = await startMoto();
const endpoint = moto?.endpoint ?? '';
afterAll(() => moto?.stop());

const place = { region: 'eu-west-1', accountId: '123456789012' } as const;
const partners = provisionerPolicy({ ...place, stage: 'test' });
const platform = provisionerPolicy({ ...place, stage: 'test', for: 'platform' });
const ofOther = provisionerPolicy({ ...place, stage: 'other' });
const partner = { partnerId: 'acme', compute: { kind: 'lambda' } } as const;
const trust = JSON.stringify(laneTrustPolicy);
const anything = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

// moto judges actions of all services and the names of queues and roles; it knows no conditions and no other resources.
// These, and requests that the proxy answers itself, are judged at the proxy by what the Service Authorization Reference says
// of each action. Nothing judges whether AWS itself reads a request so.
describe.skipIf(moto === undefined)(
  'the provisioner with its own policy, with IAM enforced; without moto skipped',
  () => {
    let account: StrictAccount;
    let known: KnownAccount;
    const users: Clients[] = [];

    beforeEach(async () => {
      account = await openAccount(endpoint);
      known = { boundaries: new Map(), mappedFunctions: new Map() };
    });

    afterEach(async () => {
      await enforce(endpoint, false);
      for (const clients of users.splice(0)) {
        for (const client of Object.values(clients)) client.destroy();
      }
      await account[Symbol.asyncDispose]();
    });

    async function actWith(policy: ProvisionerPolicy) {
      account.strict.faults.before = undefined;
      await enforce(endpoint, false);
      const clients = await clientsWith(endpoint, account, {
        policy,
        UserName: `user-${users.length}`,
      });
      users.push(clients);
      learnMappings(clients, known);
      await enforce(endpoint, true);
      const { code, stage, ...rest } = account.options;
      const call = { ...rest, clients };
      return { clients, call, stage, code, asked: judgeBy(policy, account, known) };
    }

    async function live(policy: ProvisionerPolicy): Promise<readonly Right[]> {
      const { call, stage, code, asked } = await actWith(policy);
      await liveWholeLife({ ...call, stage }, code);
      return asked;
    }

    it('lives the whole life of a lane', async () => {
      const asked = await live(partners);
      expect(asked.length).toBeGreaterThan(200);
      expect(asked.filter((right) => !allows(partners, right))).toEqual([]);
      expect(account.strict.calls.filter(({ refusal }) => refusal !== undefined)).toEqual([]);
      expect(account.strict.calls.filter(({ status }) => status === 403)).toEqual([]);
    });

    it('allows none of it in another stage, but to find and to count', async () => {
      const asked = await live(partners);
      const allowed = asked.filter((right) => allows(ofOther, right)).map(({ action }) => action);
      expect([...new Set(allowed)].toSorted()).toEqual([
        'cloudwatch:DescribeAlarms',
        'cloudwatch:GetMetricData',
        'cloudwatch:GetMetricStatistics',
        'iam:GetAccountSummary',
        'lambda:GetAccountSettings',
        'lambda:GetEventSourceMapping',
        'lambda:ListEventSourceMappings',
        'lambda:ListTags',
        'logs:DescribeLogGroups',
        'sqs:ListQueues',
        'ssm:DescribeParameters',
      ]);
    });

    it('is refused in another stage, by moto as by the policy', async () => {
      const { call, stage, code } = await actWith(ofOther);
      const provision = () => provisionPartner(partner, { ...call, stage, code });
      await expect(provision()).rejects.toThrow('GetQueueUrl');
      account.strict.faults.before = undefined;
      expect(await codeOfDenial(provision())).toBe(403);
    });

    it('provisions a platform, changes its boundary, and takes its alarms away', async () => {
      const { call, stage, asked } = await actWith(platform);
      await provisionPlatform({ stage, alarms: false }, call);
      await provisionPlatform({ stage }, call);
      await enforce(endpoint, false);
      const PolicyArn = `arn:aws:iam::${place.accountId}:policy/hooklane/test/hooklane-test-boundary`;
      account.strict.faults.before = undefined;
      await account.clients.iam.send(
        new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: anything, SetAsDefault: true }),
      );
      await enforce(endpoint, true);
      const again = judgeBy(platform, account, known);
      await provisionPlatform({ stage }, call);
      expect([...asked, ...again].map(({ action }) => action)).toEqual(
        expect.arrayContaining(['cloudwatch:DeleteAlarms', 'iam:CreatePolicyVersion']),
      );
    });

    it('makes no platform out of nothing but with the policy for platforms', async () => {
      await account.strict.reset();
      const { call, stage } = await actWith(platform);
      await provisionPlatform({ stage }, call);
      const { call: other } = await actWith(partners);
      await expect(provisionPlatform({ stage }, other)).rejects.toThrow('iam:GetPolicy');
    });

    it('mends a role whose trust and policy somebody changed', async () => {
      const { call: bare, stage, code, asked } = await actWith(partners);
      const options = { ...bare, stage, code };
      await provisionPartner(partner, options);
      await enforce(endpoint, false);
      account.strict.faults.before = undefined;
      const RoleName = 'hooklane-test-acme';
      const { iam } = account.clients;
      const PolicyDocument = trust.replace('lambda', 'ec2');
      await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
      const inline = { RoleName, PolicyName: 'lane', PolicyDocument: anything };
      await iam.send(new PutRolePolicyCommand(inline));
      await enforce(endpoint, true);
      const again = judgeBy(partners, account, known);
      await provisionPartner(partner, options);
      expect(again.length).toBeGreaterThan(10);
      expect([...asked, ...again].map(({ action }) => action)).toContain(
        'iam:UpdateAssumeRolePolicy',
      );
    });

    it('gives no way to more rights', async () => {
      await account.clients.iam.send(
        new CreateRoleCommand({
          RoleName: 'hooklane-test-free',
          Path: '/hooklane/test/',
          AssumeRolePolicyDocument: trust,
        }),
      );
      known.boundaries.set('hooklane-test-free', undefined);
      const { clients } = await actWith(partners);
      const { iam, lambda, sqs, ssm } = clients;
      const boundary = `arn:aws:iam::${place.accountId}:policy/hooklane/test/hooklane-test-boundary`;
      const role = {
        RoleName: 'hooklane-test-new',
        Path: '/hooklane/test/',
        AssumeRolePolicyDocument: trust,
      };
      const free = { RoleName: 'hooklane-test-free', PolicyDocument: anything };
      const { handler: Handler, zip: ZipFile } = codeOf('exports.handler = async () => 1;');
      const denials = [
        iam.send(new CreateRoleCommand(role)),
        iam.send(new CreateRoleCommand({ ...role, PermissionsBoundary: `${boundary}2` })),
        iam.send(new CreateRoleCommand({ ...role, Path: '/', PermissionsBoundary: boundary })),
        iam.send(new PutRolePolicyCommand({ ...free, PolicyName: 'lane' })),
        iam.send(new UpdateAssumeRolePolicyCommand(free)),
        iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: 'hooklane-test-free' })),
        iam.send(
          new CreatePolicyVersionCommand({
            PolicyArn: boundary,
            PolicyDocument: anything,
            SetAsDefault: true,
          }),
        ),
        lambda.send(
          new CreateFunctionCommand({
            FunctionName: 'hooklane-test-new',
            Role: `arn:aws:iam::${place.accountId}:role/admin`,
            Runtime: 'nodejs24.x',
            Handler,
            Code: { ZipFile },
          }),
        ),
        lambda.send(
          new CreateEventSourceMappingCommand({
            FunctionName: `arn:aws:lambda:eu-west-1:${place.accountId}:function:payroll`,
            EventSourceArn: `arn:aws:sqs:eu-west-1:${place.accountId}:hooklane-test-results`,
          }),
        ),
        ssm.send(new GetParameterCommand({ Name: '/hooklane/other/acme/secrets' })),
        sqs.send(
          new GetQueueAttributesCommand({ QueueUrl: `${endpoint}/${place.accountId}/payroll` }),
        ),
      ];
      expect(await Promise.all(denials.map(codeOfDenial))).toEqual(denials.map(() => 403));
      const refusals = account.strict.calls.slice(-denials.length).map(({ refusal }) => refusal);
      expect(refusals.filter((refusal) => !refusal?.startsWith('AccessDenied: '))).toEqual([]);
    });
  },
);

/** The status of an answer that is an error; `undefined` where there is none. */
async function codeOfDenial(call: Promise<unknown>): Promise<number | undefined> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  // moto denies in XML, whatever the protocol: the SDK may only know the status.
  return (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata
    ?.httpStatusCode;
}

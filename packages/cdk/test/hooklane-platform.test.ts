import { isHooklaneError } from '@hooklane/core';
import { provisionerPolicy, provisionPlatform } from '@hooklane/provisioner';
import { App, Aws, CfnParameter, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { describe, expect, it } from 'vitest';
import { HooklanePlatform, type HooklanePlatformProps } from '../src/index.ts';
import { deploy } from './deployed-account.ts';

const place = { region: 'eu-west-1', accountId: '123456789012' };
const env = { region: place.region, account: place.accountId };

function createStack(isKnown = true): Stack {
  return new Stack(new App(), 'Stack', isKnown ? { env } : {});
}

describe('what provisionPlatform finds after the template was deployed', () => {
  it('is as it is to be: it only tags the boundary, which CloudFormation cannot', async () => {
    const stack = createStack();
    new HooklanePlatform(stack, 'Hooklane', { stage: 'test' });
    const { clients, writes } = deploy(stack, place);
    const platform = await provisionPlatform({ stage: 'test' }, { clients, quotas: false });
    expect(platform).toMatchObject({
      resultsQueueArn: 'arn:aws:sqs:eu-west-1:123456789012:hooklane-test-results',
      alarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:hooklane-test-alarms',
    });
    expect(writes).toEqual([{ action: 'TagPolicy', input: expect.anything() }]);
  });

  it('lacks hashes of settings, and nothing else, where the stack does not know its account', async () => {
    const stack = createStack(false);
    new HooklanePlatform(stack, 'Hooklane', { stage: 'test' });
    const { clients, writes } = deploy(stack, place);
    await provisionPlatform({ stage: 'test' }, { clients, quotas: false });
    expect(new Set(writes.map(({ action }) => action))).toEqual(
      new Set(['TagPolicy', 'TagResource']),
    );
    const tags = writes
      .filter(({ action }) => action === 'TagResource')
      .flatMap(({ input }) => (input as { Tags: { Key: string }[] }).Tags);
    expect(new Set(tags.map(({ Key }) => Key))).toEqual(new Set(['hooklane:spec']));
  });

  it('is a stranger’s where its boundary has the tags of another', async () => {
    const stack = createStack();
    new HooklanePlatform(stack, 'Hooklane', { stage: 'test' });
    const boundaryTags = [{ Key: 'hooklane:stage', Value: 'prod' }];
    const { clients, writes } = deploy(stack, { ...place, boundaryTags });
    await expect(
      provisionPlatform({ stage: 'test' }, { clients, quotas: false }),
    ).rejects.toMatchObject({ code: 'platform_conflict' });
    expect(writes).toEqual([]);
  });

  it('has no alarms where none were wanted', async () => {
    const stack = createStack();
    new HooklanePlatform(stack, 'Hooklane', { stage: 'test', alarms: false });
    Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });
});

describe('the results queue', () => {
  it.each([
    [undefined, 'Retain'],
    [RemovalPolicy.DESTROY, 'Delete'],
  ])('with the removal policy %s is left with %s', (removalPolicy, deletion) => {
    const stack = createStack();
    new HooklanePlatform(stack, 'Hooklane', { stage: 'test', removalPolicy });
    Template.fromStack(stack).hasResource('AWS::SQS::Queue', { DeletionPolicy: deletion });
  });
});

describe('what is granted', () => {
  const stack = createStack();
  const platform = new HooklanePlatform(stack, 'Hooklane', { stage: 'test' });
  const roles = ['Publisher', 'Reader', 'First', 'Second'].map(
    (id) => new iam.Role(stack, id, { assumedBy: new iam.AccountRootPrincipal() }),
  );
  const [publisher, reader, first, second] = roles as [iam.Role, iam.Role, iam.Role, iam.Role];
  platform.grantPublish(publisher);
  platform.grantConsumeResults(reader);
  platform.grantProvision(first);
  platform.grantProvision(second);
  const template = Template.fromStack(stack);

  const statementsOf = (role: iam.Role): unknown => {
    const Roles = [stack.resolve(role.roleName)];
    const [policy] = Object.values(
      template.findResources('AWS::IAM::Policy', { Properties: { Roles } }),
    );
    return policy?.['Properties'].PolicyDocument.Statement;
  };

  it('lets a publisher find queues of its stage and send to them', () => {
    expect(statementsOf(publisher)).toEqual([
      {
        Effect: 'Allow',
        Action: ['sqs:GetQueueUrl', 'sqs:SendMessage'],
        Resource: 'arn:aws:sqs:eu-west-1:123456789012:hooklane-test-*',
      },
    ]);
  });

  it('lets a reader of results receive and delete them, and nothing of another queue', () => {
    const [statement] = statementsOf(reader) as { Action: string[]; Resource: unknown }[];
    expect(statement?.Action).toEqual(
      expect.arrayContaining(['sqs:ReceiveMessage', 'sqs:DeleteMessage']),
    );
    expect(statement?.Resource).toEqual(stack.resolve(platform.resultsQueue.queueArn));
  });

  it('lets whoever provisions do what provisionerPolicy says, by one policy that fits', () => {
    const policies = template.findResources('AWS::IAM::ManagedPolicy', {
      Properties: { Description: Match.stringLikeRegexp('Provisions') },
    });
    expect(Object.keys(policies)).toHaveLength(1);
    const [document] = Object.values(policies).map(({ Properties }) => Properties.PolicyDocument);
    const expected = provisionerPolicy({ stage: 'test', ...place });
    expect(rightsOf(document.Statement)).toEqual(rightsOf(expected.Statement));
    // IAM counts no white space (reference_iam-quotas).
    expect(JSON.stringify(document).length).toBeLessThan(6_144);
    for (const role of [first, second]) {
      const { ManagedPolicyArns } =
        template.toJSON()['Resources'][stack.getLogicalId(role.node.defaultChild as iam.CfnRole)]
          .Properties;
      expect(ManagedPolicyArns).toEqual([{ Ref: Object.keys(policies)[0] }]);
    }
  });
});

/** Every action on every resource under every condition. */
function rightsOf(statements: readonly object[]): readonly string[] {
  const listOf = (value: unknown): readonly unknown[] => [value].flat();
  return statements
    .flatMap((statement) => {
      const { Action, Resource, Condition } = statement as Record<string, unknown>;
      return listOf(Action).flatMap((action) =>
        listOf(Resource).map((resource) => JSON.stringify([action, resource, Condition ?? {}])),
      );
    })
    .toSorted();
}

describe('a platform that cannot be', () => {
  const refused = (props: object): unknown => {
    const stack = createStack();
    try {
      return new HooklanePlatform(stack, 'Hooklane', props as HooklanePlatformProps);
    } catch (error) {
      return error;
    }
  };

  it.each([
    [{}, 'invalid_stage', 'Received: undefined'],
    [{ stage: 'Prod' }, 'invalid_stage', 'Received: "Prod"'],
    [{ stage: Aws.REGION }, 'invalid_stage', 'known as the template is written'],
    [{ stage: 'test', retentionDays: 3 }, 'invalid_options', 'unknown prop "retentionDays"'],
  ])('of the props %j is refused', (props, code, shown) => {
    const error = refused(props);
    expect(isHooklaneError(error, code as 'invalid_stage')).toBe(true);
    expect(String(error)).toContain(shown);
  });

  it.each(['hooklane-test', 'hooklane-test-web'])(
    'in the stack %s is refused: its functions would have names as lanes have, whose code can be changed',
    (name) => {
      const stack = new Stack(new App(), name, { env });
      const make = (): unknown => new HooklanePlatform(stack, 'Hooklane', { stage: 'test' });
      expect(make).toThrow(`the stack must not be called ${name}`);
      const nested = new NestedStack(stack, 'Nested');
      expect(() => new HooklanePlatform(nested, 'Hooklane', { stage: 'test' })).toThrow(name);
    },
  );

  it('is let into the stack of another stage, whose name begins alike', () => {
    const stack = new Stack(new App(), 'hooklane-test2', { env });
    expect(() => new HooklanePlatform(stack, 'Hooklane', { stage: 'test' })).not.toThrow();
  });

  it('of a stage that is a parameter of the template is refused', () => {
    const stack = createStack();
    const { valueAsString: stage } = new CfnParameter(stack, 'Stage');
    expect(() => new HooklanePlatform(stack, 'Hooklane', { stage })).toThrow('a token');
  });
});

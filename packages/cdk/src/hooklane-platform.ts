import { platformNames } from '@hooklane/core';
import {
  arnsIn,
  boundaryPolicyOf,
  resultsQueueSettings,
  type Site,
  statementsFor,
} from '@hooklane/provisioner/definitions';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { refuseUnknownProps } from './check-props.ts';
import { addFleetAlarms } from './fleet-alarms.ts';
import { placeOf, readStage, refuseStackNamedAsLane, siteOf, tagAsOwned } from './stage-place.ts';

/** What a {@link HooklanePlatform} is made of. */
export interface HooklanePlatformProps {
  /** `dev`, `sandbox`, `prod`: 1 to 10 of `a-z0-9`, known as the template is written. */
  readonly stage: string;
  /** Five alarms for all lanes together, at $0.50 a month. @default true */
  readonly alarms?: boolean | undefined;
  /**
   * What becomes of the results queue when the stack is deleted. A queue that is kept has to be deleted by hand, or
   * imported (`cdk import`), before the stack can be made again, because its name is fixed.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy | undefined;
}

const propNames = ['stage', 'alarms', 'removalPolicy'] as const;

/**
 * What the lanes of a stage share: the results queue, the boundary of their roles, the topic and the alarms of the fleet. The
 * same names, settings and tags as `provisionPlatform` makes, so that `provisionPartner` finds them. At most one in a stack,
 * whose name does not begin as those of lanes do, `hooklane-<stage>`.
 *
 * @example
 * const platform = new HooklanePlatform(stack, 'Hooklane', { stage: 'prod' });
 *
 * @throws HooklaneError `invalid_stage`, `invalid_options`
 */
export class HooklanePlatform extends Construct {
  readonly stage: string;
  /** To which every attempt of the stage publishes its result. */
  readonly resultsQueue: sqs.Queue;
  /** The most that the role of a lane may ever do. */
  readonly boundary: iam.IManagedPolicy;
  /** To which the alarms go. */
  readonly alarmTopic: sns.Topic;
  readonly #site: Site;
  #provisioning: iam.ManagedPolicy | undefined;

  constructor(scope: Construct, id: string, props: HooklanePlatformProps) {
    super(scope, id);
    refuseUnknownProps('HooklanePlatform', props, propNames);
    const { alarms = true, removalPolicy = RemovalPolicy.RETAIN } = props;
    this.stage = readStage(props.stage);
    refuseStackNamedAsLane('HooklanePlatform', this, this.stage);
    this.#site = siteOf(this, this.stage);
    this.resultsQueue = addResultsQueue(this, this.stage, removalPolicy);
    this.boundary = addBoundary(this, this.#site);
    this.alarmTopic = addAlarmTopic(this, this.stage);
    if (alarms) addFleetAlarms(this, this.#site, this.alarmTopic);
  }

  /**
   * Lets `grantee` find the queues of the stage's lanes and send to them, with `publishHooks` and `createSubscriptions`. IAM
   * knows the lanes by the beginning of their names, which is that of their dead-letter queues and of the results queue, too.
   */
  grantPublish(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['sqs:GetQueueUrl', 'sqs:SendMessage'],
      resourceArns: [this.#site.arnOf('sqs', `hooklane-${this.stage}-*`)],
    });
  }

  /** Lets `grantee` receive and delete results, as `createResultsHandler` and `startResultsWorker` do. */
  grantConsumeResults(grantee: iam.IGrantable): iam.Grant {
    return this.resultsQueue.grantConsumeMessages(grantee);
  }

  /**
   * Lets a role, a user or a group run the provisioner on the partners of the stage: the policy of `provisionerPolicy()`, as
   * one managed policy, however often it is given. It can make no role outside the boundary.
   */
  grantProvision(identity: iam.IIdentity): void {
    this.#provisioning ??= new iam.ManagedPolicy(this, 'Provisioning', {
      description: `Provisions the lanes of stage ${this.stage}`,
      document: iam.PolicyDocument.fromJson({
        Version: '2012-10-17',
        Statement: statementsFor.partners(this.stage, arnsIn(placeOf(this, this.stage))),
      }),
    });
    identity.addManagedPolicy(this.#provisioning);
  }
}

function addResultsQueue(
  platform: Construct,
  stage: string,
  removalPolicy: RemovalPolicy,
): sqs.Queue {
  const { visibilityTimeoutSeconds, retentionSeconds, receiveWaitSeconds } = resultsQueueSettings;
  const queue = new sqs.Queue(platform, 'Results', {
    queueName: platformNames(stage).resultsQueue,
    visibilityTimeout: Duration.seconds(Number(visibilityTimeoutSeconds)),
    retentionPeriod: Duration.seconds(Number(retentionSeconds)),
    receiveMessageWaitTime: Duration.seconds(Number(receiveWaitSeconds)),
    encryption: sqs.QueueEncryption.SQS_MANAGED,
    removalPolicy,
  });
  tagAsOwned(queue, stage, resultsQueueSettings);
  return queue;
}

/** As a resource of the lowest level: what it says must reach IAM as it is, or the provisioner would change it back. */
function addBoundary(platform: Construct, site: Site): iam.IManagedPolicy {
  const { boundaryPolicy, policyPath } = platformNames(site.stage);
  const policy = new iam.CfnManagedPolicy(platform, 'Boundary', {
    managedPolicyName: boundaryPolicy,
    path: policyPath,
    policyDocument: boundaryPolicyOf(site, site.stage),
  });
  return iam.ManagedPolicy.fromManagedPolicyArn(platform, 'BoundaryPolicy', policy.ref);
}

function addAlarmTopic(platform: Construct, stage: string): sns.Topic {
  const topic = new sns.Topic(platform, 'AlarmTopic', {
    topicName: platformNames(stage).alarmTopic,
  });
  tagAsOwned(topic, stage, {});
  return topic;
}

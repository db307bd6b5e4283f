import { HooklanePlatform } from '@hooklane/cdk';
import { tableDefinition, timeToLiveAttribute } from '@hooklane/subscriptions/dynamodb';
import { CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { tableName } from '../src/open-store.ts';

/** Adds what the lanes of a stage share: results queue, boundary of roles, alarms, and the table of subscriptions. */
export function addPlatformStack(scope: Construct, stage: string): Stack {
  // No name as those of lanes: whoever provisions may change the code of all functions named `hooklane-<stage>-…`.
  const stack = new Stack(scope, `webhooks-${stage}`);
  new HooklanePlatform(stack, 'Hooklane', { stage });
  // CloudFormation takes for a table what CreateTable takes.
  const table = new CfnResource(stack, 'Subscriptions', {
    type: 'AWS::DynamoDB::Table',
    properties: {
      ...tableDefinition(tableName),
      TimeToLiveSpecification: { AttributeName: timeToLiveAttribute, Enabled: true },
    },
  });
  table.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return stack;
}

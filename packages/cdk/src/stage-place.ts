import { HooklaneError, parseStage, tagNames } from '@hooklane/core';
import { ownerTags, type Place, type Site } from '@hooklane/provisioner/definitions';
import { Stack, Tags, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { IConstruct } from 'constructs';
import { invalidProps } from './check-props.ts';

/**
 * Checks a stage. It is part of names, and so must be known as the template is written.
 *
 * @throws HooklaneError `invalid_stage`
 */
export function readStage(stage: unknown): string {
  if (typeof stage !== 'string' || !Token.isUnresolved(stage)) return parseStage(stage);
  throw new HooklaneError(
    'invalid_stage',
    'A stage must be known as the template is written, because names are made of it. Received: a token, such as the value of a CfnParameter. Pass text, or app.node.tryGetContext(…)',
  );
}

/**
 * Refuses a stack in which CloudFormation would give functions names as lanes have: whoever provisions the lanes of the stage
 * may change the code of those, and their roles are not held by its boundary.
 *
 * @throws HooklaneError `invalid_options`
 */
export function refuseStackNamedAsLane(construct: string, scope: IConstruct, stage: string): void {
  let stack = Stack.of(scope);
  while (stack.nestedStackParent !== undefined) stack = stack.nestedStackParent;
  const { stackName } = stack;
  if (Token.isUnresolved(stackName) || !`${stackName}-`.startsWith(`hooklane-${stage}-`)) return;
  throw invalidProps(
    construct,
    `the stack must not be called ${stackName}: whoever provisions may change the code of all functions named hooklane-${stage}-…, and what CloudFormation names in it would be. Call it webhooks-${stage}, say`,
  );
}

/** Where a stack is, as the provisioner wants it; what only the deployment knows stays a token. */
export function placeOf(scope: IConstruct, stage: string): Place {
  const { account: accountId, region, partition: unresolved } = Stack.of(scope);
  // A region tells its partition, which a stack says only under a feature flag (enablePartitionLiterals).
  const known = Token.isUnresolved(region) ? undefined : RegionInfo.get(region).partition;
  const partition = known ?? unresolved;
  return { stage, accountId, region, partition };
}

/** Names of everything in a stage, in the account and region of a stack. */
export function siteOf(scope: IConstruct, stage: string): Site {
  const { accountId, region, partition } = placeOf(scope, stage);
  const { urlSuffix } = Stack.of(scope);
  return {
    stage,
    region,
    accountId,
    arnOf: (service, resource) => `arn:${partition}:${service}:${region}:${accountId}:${resource}`,
    iamArnOf: (resource) => `arn:${partition}:iam::${accountId}:${resource}`,
    queueUrlOf: (name) => `https://sqs.${region}.${urlSuffix}/${accountId}/${name}`,
  };
}

/**
 * Tags a resource as its stage's, so that the provisioner takes it for its own. The hash of its settings is left out where
 * these hold what only the deployment knows: the provisioner then writes it, once.
 */
export function tagAsOwned(resource: IConstruct, stage: string, settings: object): void {
  const { [tagNames.spec]: spec = '', ...owner } = ownerTags({ stage }, settings);
  const isKnown = !Token.isUnresolved(JSON.stringify(settings));
  const tags = isKnown ? { ...owner, [tagNames.spec]: spec } : owner;
  for (const [name, value] of Object.entries(tags)) Tags.of(resource).add(name, value);
}

import { parseInput, parseStage, platformNames } from '@hooklane/core';
import * as z from 'zod/mini';
import { type Arns, type ProvisionerStatement, statementsFor } from './policy-statements.ts';
import type { PolicyDocument } from './resources/lane-policy.ts';

export type { ProvisionerStatement } from './policy-statements.ts';

/** Whose policy, and where. */
export interface ProvisionerPolicyOptions {
  /** `dev`, `sandbox`, `prod`: 1 to 10 of `a-z0-9`. */
  readonly stage: string;
  /** Region of the stage, such as `eu-west-1`. */
  readonly region: string;
  /** The account's 12 digits. */
  readonly accountId: string;
  /** First part of the account's ARNs, such as `aws-cn`. @default 'aws' */
  readonly partition?: string | undefined;
  /**
   * `partners`: all that concerns lanes. `alarms`: `provisionAlarms` and `removeAlarms`. `platform`: `provisionPlatform`;
   * whoever holds it and one of the others can widen the boundary and then fill it: give them to different principals.
   * @default 'partners'
   */
  readonly for?: 'partners' | 'alarms' | 'platform' | undefined;
}

/** A policy of IAM for whoever runs the provisioner. */
export interface ProvisionerPolicy extends PolicyDocument {
  readonly Statement: readonly ProvisionerStatement[];
}

const forMessage = "must be 'partners', 'alarms' or 'platform'";
const regionMessage = 'must be the name of a region, such as eu-west-1';
const accountMessage = 'must be a string of 12 digits';
const partitionMessage = 'must be the name of a partition, such as aws';
const schema = z.strictObject(
  {
    stage: z.optional(z.unknown()),
    region: z.string(regionMessage).check(z.regex(/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/, regionMessage)),
    accountId: z.string(accountMessage).check(z.regex(/^\d{12}$/, accountMessage)),
    partition: z._default(
      z.string(partitionMessage).check(z.regex(/^aws(-[a-z]+)*$/, partitionMessage)),
      'aws',
    ),
    for: z._default(z.enum(['partners', 'alarms', 'platform'], forMessage), 'partners'),
  },
  'must be an object',
);

/**
 * Writes the least that whoever runs the provisioner must be allowed in a stage. No role can be made with it that is
 * not held by the stage's boundary. It fits into one managed policy.
 *
 * @example
 * const policy = provisionerPolicy({ stage: 'prod', region: 'eu-west-1', accountId: '123456789012' });
 *
 * @throws HooklaneError `invalid_options`, `invalid_stage`
 */
export function provisionerPolicy(options: ProvisionerPolicyOptions): ProvisionerPolicy {
  const given = parseInput(schema, options, {
    code: 'invalid_options',
    subject: 'provisionerPolicy options',
  });
  const stage = parseStage(given.stage);
  const arns = arnsIn({ ...given, stage });
  return { Version: '2012-10-17', Statement: statementsFor[given.for](stage, arns) };
}

/** Where a stage is. Not checked: what is known only as the stage is deployed may stand in it. */
export interface Place {
  readonly stage: string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
}

/** Writes the ARNs of a stage that a policy names. */
export function arnsIn({ stage, region, accountId, partition }: Place): Arns {
  const { policyPath, boundaryPolicy } = platformNames(stage);
  const ofIam = (resource: string): string => `arn:${partition}:iam::${accountId}:${resource}`;
  return {
    of: (service, resource) => `arn:${partition}:${service}:${region}:${accountId}:${resource}`,
    ofIam,
    boundary: ofIam(`policy${policyPath}${boundaryPolicy}`),
  };
}

import { HooklaneError } from '@hooklane/signature';
import { z } from 'zod/mini';
import { checkEgressPolicy, type EgressPolicy } from './egress-policy.ts';
import { parseInput } from './parse-input.ts';
import { type PartnerPolicy, parsePartnerPolicy } from './partner-policy.ts';

/** All that the function of a lane is told, in environment variables. No secret is among it. */
export interface LaneEnvironment {
  readonly stage: string;
  readonly partnerId: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly resultsQueueUrl: string;
  /** Name of the SSM parameter that holds the partner's secrets. */
  readonly secretParameter: string;
  /** Instances of the function that work at the same time: the `MaximumConcurrency` of its mapping. */
  readonly processes: number;
  readonly policy: PartnerPolicy;
  readonly egress?: EgressPolicy | undefined;
}

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

const variables: Readonly<Record<keyof LaneEnvironment, string>> = {
  stage: 'HOOKLANE_STAGE',
  partnerId: 'HOOKLANE_PARTNER_ID',
  queueUrl: 'HOOKLANE_QUEUE_URL',
  deadLetterQueueUrl: 'HOOKLANE_DEAD_LETTER_QUEUE_URL',
  resultsQueueUrl: 'HOOKLANE_RESULTS_QUEUE_URL',
  secretParameter: 'HOOKLANE_SECRET_PARAMETER',
  processes: 'HOOKLANE_PROCESSES',
  policy: 'HOOKLANE_POLICY',
  egress: 'HOOKLANE_EGRESS',
};

const text = z.string('is not set').check(z.minLength(1, 'is empty'));
const environmentSchema = z.object({
  HOOKLANE_STAGE: text,
  HOOKLANE_PARTNER_ID: text,
  HOOKLANE_QUEUE_URL: text,
  HOOKLANE_DEAD_LETTER_QUEUE_URL: text,
  HOOKLANE_RESULTS_QUEUE_URL: text,
  HOOKLANE_SECRET_PARAMETER: text,
  HOOKLANE_PROCESSES: z
    .string('is not set')
    .check(z.regex(/^[1-9]\d{0,3}$/, 'must be an integer from 1 to 9999')),
  HOOKLANE_POLICY: text,
  HOOKLANE_EGRESS: z.optional(text),
});

/** Writes what a lane's function is told as environment variables. Lambda takes 4 KB of them. */
export function encodeLaneEnvironment(lane: LaneEnvironment): Readonly<Record<string, string>> {
  const { processes, policy, egress, ...texts } = lane;
  const entries = Object.entries(texts).map(([field, value]) => [
    variables[field as keyof typeof texts],
    value,
  ]);
  return {
    ...Object.fromEntries(entries),
    [variables.processes]: `${processes}`,
    [variables.policy]: JSON.stringify(policy),
    ...(egress && { [variables.egress]: JSON.stringify(egress) }),
  };
}

/**
 * Reads what a lane's function is told; variables of other names are left alone.
 *
 * @throws HooklaneError `invalid_environment`, `invalid_policy`, `invalid_options`
 */
export function parseLaneEnvironment(environment: Environment): LaneEnvironment {
  const read = parseInput(environmentSchema, environment, {
    code: 'invalid_environment',
    subject: 'environment',
  });
  const policy = readJson(variables.policy, read.HOOKLANE_POLICY) as PartnerPolicy;
  parsePartnerPolicy(policy);
  const egress: unknown =
    read.HOOKLANE_EGRESS === undefined
      ? undefined
      : readJson(variables.egress, read.HOOKLANE_EGRESS);
  if (egress !== undefined) checkEgressPolicy(egress);
  return {
    stage: read.HOOKLANE_STAGE,
    partnerId: read.HOOKLANE_PARTNER_ID,
    queueUrl: read.HOOKLANE_QUEUE_URL,
    deadLetterQueueUrl: read.HOOKLANE_DEAD_LETTER_QUEUE_URL,
    resultsQueueUrl: read.HOOKLANE_RESULTS_QUEUE_URL,
    secretParameter: read.HOOKLANE_SECRET_PARAMETER,
    processes: Number(read.HOOKLANE_PROCESSES),
    policy,
    ...(egress !== undefined && { egress }),
  };
}

function readJson(name: string, value: string): unknown {
  try {
    return JSON.parse(value);
  } catch (error) {
    throw new HooklaneError('invalid_environment', `environment.${name} is not JSON`, {
      cause: error,
    });
  }
}

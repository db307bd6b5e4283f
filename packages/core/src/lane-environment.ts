import { HooklaneError } from '@hooklane/signature';
import { checkEgressPolicy, type EgressPolicy } from './egress-policy.ts';
import { type PartnerPolicy, parsePartnerPolicy } from './partner-policy.ts';
import { showReceived } from './received.ts';

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
  const textOf = (field: keyof LaneEnvironment): string => readText(variables[field], environment);
  const policy = readJson(variables.policy, textOf('policy')) as PartnerPolicy;
  parsePartnerPolicy(policy);
  const egress =
    environment[variables.egress] === undefined
      ? undefined
      : readJson(variables.egress, textOf('egress'));
  if (egress !== undefined) checkEgressPolicy(egress);
  return {
    stage: textOf('stage'),
    partnerId: textOf('partnerId'),
    queueUrl: textOf('queueUrl'),
    deadLetterQueueUrl: textOf('deadLetterQueueUrl'),
    resultsQueueUrl: textOf('resultsQueueUrl'),
    secretParameter: textOf('secretParameter'),
    processes: readProcesses(textOf('processes')),
    policy,
    ...(egress !== undefined && { egress }),
  };
}

function readText(name: string, environment: Environment): string {
  const value = environment[name];
  if (value === undefined) throw invalid(`${name} is not set`);
  if (value === '') throw invalid(`${name} is empty`);
  return value;
}

function readProcesses(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  const range = 'must be an integer from 1 to 9999';
  throw invalid(`${variables.processes} ${range}. Received: ${showReceived(text)}`);
}

function readJson(name: string, value: string): unknown {
  try {
    return JSON.parse(value);
  } catch (error) {
    throw invalid(`${name} is not JSON`, { cause: error });
  }
}

function invalid(what: string, options?: ErrorOptions): HooklaneError<'invalid_environment'> {
  return new HooklaneError('invalid_environment', `environment.${what}`, options);
}

import { type Environment, HooklaneError, parseLaneEnvironment, systemClock } from '@hooklane/core';
import type { SqsClients } from '@hooklane/queue';
import { createEmfMetrics } from './emf-metrics.ts';
import type { AwsSettings } from './lambda/aws-request.ts';
import { createSsmSecretStore } from './lambda/ssm-secret-store.ts';
import { createSqsHandler, type SqsHandler } from './sqs-handler.ts';

/** What besides the environment a lane's function works with. */
export interface LambdaHandlerOptions {
  /** @default the SDK's client, made from the environment */
  readonly clients?: SqsClients | undefined;
}

/**
 * Makes the handler of a lane's function from the environment variables that `provisionPartner` sets. It is what the code
 * of `handlerArtifact` runs; for a bundle of your own.
 *
 * @throws HooklaneError `invalid_environment`, `invalid_policy`, `invalid_options`, `invalid_partner_id`
 */
export function createLambdaHandler(
  environment: Environment,
  { clients }: LambdaHandlerOptions = {},
): SqsHandler {
  const lane = parseLaneEnvironment(environment);
  const aws = readAwsSettings(environment);
  const { stage, secretParameter, egress, ...config } = lane;
  return createSqsHandler({
    partnerId: config.partnerId,
    queueUrl: config.queueUrl,
    deadLetterQueueUrl: config.deadLetterQueueUrl,
    resultsQueueUrl: config.resultsQueueUrl,
    policy: config.policy,
    processes: config.processes,
    secrets: createSsmSecretStore({
      ...aws,
      parameter: secretParameter,
      endpoint: ssmEndpoint(environment, config.queueUrl, aws.region),
    }),
    metrics: createEmfMetrics({ dimensions: { stage } }),
    tracing: false,
    ...(egress && { egress }),
    ...(clients && { clients }),
  });
}

/**
 * Reads where a function is and who it is: Lambda sets these variables.
 *
 * @throws HooklaneError `invalid_environment`
 */
export function readAwsSettings(environment: Environment): AwsSettings {
  const {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = environment;
  if (region === undefined || accessKeyId === undefined || secretAccessKey === undefined) {
    throw new HooklaneError(
      'invalid_environment',
      'environment has no AWS_REGION, AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY, which Lambda sets for the role of a function',
    );
  }
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  return { region, credentials, clock: systemClock, random: Math.random };
}

/** SSM is beside SQS, whose URL tells the domain of the partition. */
function ssmEndpoint(environment: Environment, queueUrl: string, region: string): string {
  const { AWS_ENDPOINT_URL_SSM, AWS_ENDPOINT_URL } = environment;
  const beside = `https://ssm.${region}.`;
  const { hostname } = new URL(queueUrl);
  const ofSqs = `sqs.${region}.`;
  const domain = hostname.startsWith(ofSqs) ? hostname.slice(ofSqs.length) : 'amazonaws.com';
  return AWS_ENDPOINT_URL_SSM ?? AWS_ENDPOINT_URL ?? `${beside}${domain}/`;
}

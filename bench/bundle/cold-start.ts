import { encodeLaneEnvironment, encodeStoredSecrets, generateSecret } from '@hooklane/core';
import { startFunction } from '../../test/setup/lambda-runtime.ts';
import { type AwsServer, startAwsServer } from './aws-server.ts';
import { checkDelivery } from './check-delivery.ts';
import type { Contestant } from './contestants.ts';
import { type PartnerServer, startPartnerServer } from './partner-server.ts';
import { createHooks, toSqsEvent } from './sqs-batch.ts';

/** One start of a function, and its first batch. */
export interface ColdStart {
  /** From the start of the process to its first request for an event. */
  readonly readyMs: number;
  /** The first invocation: ten hooks. */
  readonly firstBatchMs: number;
  /** Both. */
  readonly coldMs: number;
  /** After the batch. */
  readonly peakRssMb: number;
}

/** What functions talk to while they are measured. */
export interface World extends AsyncDisposable {
  readonly aws: AwsServer;
  readonly partner: PartnerServer;
  readonly secret: string;
}

const partnerId = 'acme';
const parameter = '/hooklane/bench/acme/secrets';
// As `provisionPartner` makes a lane's function.
const memoryMb = 256;
const timeoutMs = 60_000;

/** Starts SSM, SQS and a partner. */
export async function startWorld(): Promise<World> {
  const secret = generateSecret();
  const aws = await startAwsServer({ [parameter]: encodeStoredSecrets([{ secret }]) });
  const partner = await startPartnerServer();
  return {
    aws,
    partner,
    secret,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([aws[Symbol.asyncDispose](), partner[Symbol.asyncDispose]()]);
    },
  };
}

/**
 * Starts a function in a process of its own and gives it its first batch.
 *
 * @throws Error when the function did not deliver all of it
 */
export async function measureColdStart(
  { name, zip }: Contestant,
  { world, ric }: { readonly world: World; readonly ric: string },
): Promise<ColdStart> {
  const { aws, partner, secret } = world;
  const hooks = createHooks(partnerId, `${partner.origin}/hooks`);
  const event = toSqsEvent(hooks);
  const environment = environmentIn(world);
  await using working = await startFunction({
    zip,
    handler: 'index.handler',
    environment,
    timeoutMs,
    memoryMb,
    ric,
  });
  const invokedAt = performance.now();
  const outcome = await working.invoke(event);
  const firstBatchMs = performance.now() - invokedAt;
  const observed = { outcome, posts: partner.takePosts(), calls: aws.takeCalls() };
  checkDelivery(name, observed, { hooks: name === 'empty' ? [] : hooks, secret });
  const { readyMs } = working;
  const peakRssMb = working.peakRssKb() / 1_024;
  return { readyMs, firstBatchMs, coldMs: readyMs + firstBatchMs, peakRssMb };
}

/** The same for all: a lane's, with the partner on loopback allowed. */
function environmentIn({ aws }: World): Readonly<Record<string, string>> {
  const queueUrl = `${aws.origin}/123456789012/hooklane-bench-acme`;
  return {
    ...encodeLaneEnvironment({
      stage: 'bench',
      partnerId,
      queueUrl,
      deadLetterQueueUrl: `${queueUrl}-dlq`,
      resultsQueueUrl: `${aws.origin}/123456789012/hooklane-bench-results`,
      secretParameter: parameter,
      processes: 1,
      policy: {},
      egress: { allowHttp: true, ports: 'any', allowPrivateAddresses: true },
    }),
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: 'test',
    AWS_ENDPOINT_URL: aws.origin,
  };
}

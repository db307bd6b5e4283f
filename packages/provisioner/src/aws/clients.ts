import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';

/**
 * Clients of the AWS SDK: real ones, or ones made for tests. A lane of a worker needs `sqs` only.
 *
 * @default one of each for the process, made from the environment at the first call
 */
export interface ProvisionerClients {
  readonly sqs?: Pick<SQSClient, 'send'> | undefined;
  readonly lambda?: Pick<LambdaClient, 'send'> | undefined;
  readonly iam?: Pick<IAMClient, 'send'> | undefined;
  readonly ssm?: Pick<SSMClient, 'send'> | undefined;
  readonly logs?: Pick<CloudWatchLogsClient, 'send'> | undefined;
  readonly cloudwatch?: Pick<CloudWatchClient, 'send'> | undefined;
  readonly sns?: Pick<SNSClient, 'send'> | undefined;
}

/** {@link ProvisionerClients} with all of them. */
export type AllClients = {
  readonly [Service in keyof ProvisionerClients]-?: NonNullable<ProvisionerClients[Service]>;
};

/** The names of the clients, for those who check options. */
export const clientNames = ['sqs', 'lambda', 'iam', 'ssm', 'logs', 'cloudwatch', 'sns'] as const;

// Tries again are made by `createSender`, which knows what may be sent twice, and on whose clock.
const settings = { maxAttempts: 1 } as const;

const makers: { readonly [Service in keyof AllClients]: () => AllClients[Service] } = {
  sqs: () => new SQSClient(settings),
  lambda: () => new LambdaClient(settings),
  iam: () => new IAMClient(settings),
  ssm: () => new SSMClient(settings),
  logs: () => new CloudWatchLogsClient(settings),
  cloudwatch: () => new CloudWatchClient(settings),
  sns: () => new SNSClient(settings),
};

const shared: { -readonly [Service in keyof AllClients]?: AllClients[Service] } = {};

/** The client given, or the one of the process. */
export function clientOf<Service extends keyof AllClients>(
  service: Service,
  clients: ProvisionerClients | undefined,
): AllClients[Service] {
  const given = clients?.[service];
  if (given !== undefined) return given;
  shared[service] ??= makers[service]();
  return shared[service] as AllClients[Service];
}

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { ProvisionerClients } from '@hooklane/provisioner';

/** Clients of all that commands use. */
export type AwsClients = {
  readonly [Service in keyof ProvisionerClients]-?: NonNullable<ProvisionerClients[Service]>;
} & {
  readonly sqs: SQSClient;
  readonly logs: CloudWatchLogsClient;
  readonly sts: STSClient;
};

export interface AwsClientsOptions {
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  /** The server looks at no credentials, and there may be none. */
  readonly isAnonymous: boolean;
}

/** Makes the clients. Credentials and region come from the environment, as for the AWS CLI. */
export function createAwsClients(options: AwsClientsOptions): AwsClients {
  const { region, endpoint, isAnonymous } = options;
  const settings = {
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    ...(isAnonymous && {
      region: region ?? 'us-east-1',
      credentials: { accessKeyId: 'hooklane', secretAccessKey: 'hooklane' },
    }),
    // The provisioner tries again by itself, and knows what may be sent twice.
    maxAttempts: 1,
  };
  return {
    sqs: new SQSClient({
      ...settings,
      maxAttempts: 5,
      // A server of one's own may name its queues by an address that it had earlier.
      useQueueUrlAsEndpoint: endpoint === undefined,
    }),
    lambda: new LambdaClient(settings),
    iam: new IAMClient(settings),
    ssm: new SSMClient(settings),
    logs: new CloudWatchLogsClient(settings),
    cloudwatch: new CloudWatchClient(settings),
    sns: new SNSClient(settings),
    sts: new STSClient({ ...settings, maxAttempts: 3 }),
  };
}

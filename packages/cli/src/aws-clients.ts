import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { ProvisionerClients } from '@hooklane/provisioner';
import { isRegionMissing } from './region-missing.ts';

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

/** A server of one's own serves each region, and signatures want one. */
const anyRegion = 'us-east-1';

/** Makes the clients. Credentials and region come from the environment, as for the AWS CLI. */
export function createAwsClients(options: AwsClientsOptions): AwsClients {
  const { region, endpoint, isAnonymous } = options;
  const settings = {
    ...(endpoint !== undefined && { endpoint, region: regionOfProfile }),
    ...(isAnonymous && {
      region: anyRegion,
      credentials: { accessKeyId: 'hooklane', secretAccessKey: 'hooklane' },
    }),
    ...(region !== undefined && { region }),
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
    // `tail` goes on for hours. What the provisioner does to log groups may be done twice.
    logs: new CloudWatchLogsClient({ ...settings, maxAttempts: 5 }),
    cloudwatch: new CloudWatchClient(settings),
    sns: new SNSClient(settings),
    sts: new STSClient({ ...settings, maxAttempts: 3 }),
  };
}

/** The region that the profile names, for an endpoint of AWS's own in it; any where it names none. */
async function regionOfProfile(): Promise<string> {
  try {
    return await new STSClient({}).config.region();
  } catch (error) {
    if (error instanceof Error && isRegionMissing(error)) return anyRegion;
    throw error;
  }
}

import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { HooklaneError, platformNames } from '@hooklane/core';
import type { Aws } from './aws/aws.ts';
import { isMissing } from './aws/error-kinds.ts';

/** Where a stage is: enough to name everything in it, whether it is there or not. */
export interface Site {
  readonly stage: string;
  readonly region: string;
  readonly accountId: string;
  /** ARN of a thing of the account in its region: `sqs`, `hooklane-prod-acme`. */
  arnOf(service: string, resource: string): string;
  /** ARN of a thing in IAM, which has no regions. */
  iamArnOf(resource: string): string;
  /** URL of a queue. */
  queueUrlOf(queueName: string): string;
}

/** Addresses of a queue. */
export interface QueueAddress {
  readonly url: string;
  readonly arn: string;
}

/**
 * Finds where a stage is by its results queue.
 *
 * @throws HooklaneError `platform_missing`
 */
export async function findSite(stage: string, aws: Aws): Promise<Site> {
  const { resultsQueue } = platformNames(stage);
  try {
    return siteBeside(stage, resultsQueue, await readAddress(resultsQueue, aws));
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new HooklaneError(
      'platform_missing',
      `Stage ${stage} has no platform: queue ${resultsQueue} is not there. Run provisionPlatform({ stage: '${stage}' }) first, in the same account and region`,
      { cause: error },
    );
  }
}

/** Reads where a queue is. */
export async function readAddress(name: string, { sqs }: Aws): Promise<QueueAddress> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  const url = QueueUrl as string;
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  );
  return { url, arn: Attributes?.QueueArn as string };
}

/** Where the neighbours of a queue are: SQS does not promise the form of a URL, but they share it. */
export function siteBeside(stage: string, queueName: string, { url, arn }: QueueAddress): Site {
  const [, partition, , region = '', accountId = ''] = arn.split(':');
  const origin = url.slice(0, -queueName.length);
  return {
    stage,
    region,
    accountId,
    arnOf: (service, resource) => `arn:${partition}:${service}:${region}:${accountId}:${resource}`,
    iamArnOf: (resource) => `arn:${partition}:iam::${accountId}:${resource}`,
    queueUrlOf: (name) => origin + name,
  };
}

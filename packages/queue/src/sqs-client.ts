import type { SQSClient } from '@aws-sdk/client-sqs';

/** The part of the AWS SDK's SQS client that Hooklane uses: a real client, or one made for tests. */
export type SqsClient = Pick<SQSClient, 'send'>;
